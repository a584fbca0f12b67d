// @ts-expect-error: has no types
const newman = require('newman');
const serve = require('../support/serve-program');

const CLI = require.resolve('newman/bin/newman.js');
const { run } = newman;

serve(
  (args) =>
    new Promise((resolve) => {
      newman.run = (/** @type {object} */ options, /** @type {(...result: unknown[]) => void} */ done) =>
        run.call(newman, options, (/** @type {unknown[]} */ ...result) => {
          // Sets the exit code.
          done(...result);
          resolve(undefined);
        });
      // It remembers the flags of a run.
      delete require.cache[CLI];
      require(CLI)([process.execPath, CLI, ...args]);
    }),
);
