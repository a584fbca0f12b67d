const { createHash } = require('node:crypto');
const { readFileSync } = require('node:fs');
const { join } = require('node:path');
const { buildSync } = require('esbuild');

const versions = readFileSync(join(__dirname, '../../package-lock.json'));

/**
 * Hands jest a module and the packages that it imports as one script: with oidc-provider those are 300 modules, which jest
 * would look up and evaluate one by one for each test file. Node cannot load them instead, because to them no object of a
 * test file is a plain one.
 *
 * @type {import('@jest/transform').SyncTransformer}
 */
module.exports = {
  getCacheKey: (source) => createHash('sha256').update(source).update(versions).digest('hex'),
  process(_source, file) {
    const { outputFiles } = buildSync({
      entryPoints: [file],
      bundle: true,
      platform: 'node',
      format: 'cjs',
      write: false,
    });
    return { code: outputFiles[0]?.text ?? '' };
  },
};
