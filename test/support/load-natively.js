/**
 * Lets Node load packages instead of jest, which would evaluate them again for each test file: once for all files of a
 * worker, and ES modules as they are. So a package shares nothing with a test file but what they hand each other: its
 * `Error` and `Array` are others, and it does not see what a test file sets in `process.env`.
 *
 * @type {import('@jest/transform').SyncTransformer}
 */
module.exports = {
  // A require of any kind would be jest's, and lead here again.
  process: () => ({ code: "module.exports = require('node:module')._load(__filename);" }),
};
