const { mkdtempSync, rmSync } = require('node:fs');
const { tmpdir } = require('node:os');
const { join } = require('node:path');

/** Makes a folder that the test files of a run share, and only this user may read; jest runs it first of all. */
module.exports = async () => {
  const folder = mkdtempSync(join(tmpdir(), 'tests-'));
  process.env.TEST_RUN_FOLDER = folder;
  // What this machine trusts besides the public authorities is nothing to a test, and each Node.js that one starts would
  // read it before anything else.
  delete process.env.NODE_EXTRA_CA_CERTS;
  // Jest's own way is a second file, whose import would not see the folder.
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
};
