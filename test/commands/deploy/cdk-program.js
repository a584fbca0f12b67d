const { join } = require('node:path');

// The program of bin/cdk, which its package does not export: to load it takes as long as most of its commands.
const { exec } = require(join(__dirname, '../../../node_modules/aws-cdk/lib/index.js'));

const printed = { stdout: '', stderr: '' };
process.stdout.write = collectIn('stdout');
process.stderr.write = collectIn('stderr');

/** @param {'stdout' | 'stderr'} name */
function collectIn(name) {
  /** @type {(text: string | Uint8Array, ...rest: any[]) => boolean} */
  return (text, ...rest) => {
    printed[name] += typeof text === 'string' ? text : Buffer.from(text).toString();
    const done = rest.at(-1);
    if (typeof done === 'function') {
      done();
    }
    return true;
  };
}

/** Runs the commands that its parent sends, one after the other, as bin/cdk runs its only one. */
process.on('message', async (args) => {
  Object.assign(printed, { stdout: '', stderr: '' });
  process.exitCode = undefined;
  let code;
  try {
    code = await exec(args);
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    code = 1;
  }
  process.send?.({ code: code ?? process.exitCode ?? 0, ...printed });
});
