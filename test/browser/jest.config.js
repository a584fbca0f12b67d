const { projects = [] } = require('../../jest.config');

/** That of the tests of the code. */
const { transform, transformIgnorePatterns, moduleNameMapper } = /** @type {import('jest').Config} */ (projects[0]);

/**
 * The tests in a real browser: `npm run test:browser`. They are not among those of `npm test`, which need Node alone.
 *
 * @type {import('jest').Config}
 */
module.exports = {
  displayName: 'browser',
  rootDir: '../..',
  testEnvironment: 'node',
  testMatch: ['<rootDir>/test/browser/**/*.test.ts'],
  transform,
  transformIgnorePatterns,
  moduleNameMapper,
  // A start of the whole laptop is among them.
  testTimeout: 240_000,
  globalSetup: '<rootDir>/test/browser/support/assert-browser.ts',
};
