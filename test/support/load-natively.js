/**
 * Lets Node load a package instead of jest, which would evaluate it again for each test file: once for all files of a
 * worker. So the package shares nothing with a test file but what they hand each other: its `Error` and `Array` are others,
 * and it does not see what a test file sets in `process.env`.
 *
 * @type {import('@jest/transform').SyncTransformer}
 */
module.exports = {
  // A plain require would be jest's, and lead here again.
  process: () => ({ code: "module.exports = require('node:module')._load(__filename);" }),
};
