/** Packages that take long to load. Node loads them, and not jest. */
const NATIVE =
  '@aws-cdk|aws-cdk-lib|constructs|cdk-nag|cdk-preflight|esbuild|fast-check|zod|@redocly|openapi-typescript';
/** Packages that are published as ES modules only; jest's module registry wants CommonJS. */
const ES_MODULES = 'jose|openid-client|oauth4webapi';

/** What the projects have. @type {import('jest').Config} */
const common = {
  testEnvironment: '<rootDir>/test/support/environment.js',
  transform: {
    [`/node_modules/(${NATIVE})/.+\\.c?js$`]: '<rootDir>/test/support/load-natively.js',
    '/local/issuer/library\\.ts$': '<rootDir>/test/support/bundle.js',
    '^.+\\.[jt]s$': ['@swc/jest', {}],
  },
  transformIgnorePatterns: [`/node_modules/(?!(${NATIVE}|${ES_MODULES})/)`],
  snapshotSerializers: ['<rootDir>/test/support/mask-hashes.ts'],
};

// Tests of the code hold whatever stands in config/ and lib/resources.ts: they see what stands in test/fixtures/.
// Nor do they make an RSA key for each stand-in.
const moduleNameMapper = {
  '^(?:\\.\\.?/)+(config/(?:environments|functions|routes)|lib/resources)$': '<rootDir>/test/fixtures/$1',
  '^\\./signing-key$': '<rootDir>/test/support/signing-key.ts',
};

// `npm test` has V8 collect garbage on the thread that makes it, and less often: helper threads took a sixth of the processor
// time of a run, and made it no faster.
/** @type {import('jest').Config} */
module.exports = {
  // Jest would leave a core to itself, which on two cores is half of them; it only waits while its workers work.
  maxWorkers: '100%',
  // A busy machine is no fault; nothing waits this long on purpose.
  testTimeout: 60_000,
  globalSetup: '<rootDir>/test/support/run-folder.js',
  projects: [
    {
      ...common,
      displayName: 'code',
      testMatch: ['<rootDir>/test/**/*.test.ts'],
      testPathIgnorePatterns: ['<rootDir>/test/(?:browser|configuration)/'],
      moduleNameMapper,
    },
    {
      ...common,
      // What is made of config/: reviewed templates and generated files. An edit there is meant to show here.
      displayName: 'configuration',
      testMatch: ['<rootDir>/test/configuration/**/*.test.ts'],
    },
  ],
};
