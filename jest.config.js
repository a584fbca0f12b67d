/** @type {import('jest').Config} */
module.exports = {
  testEnvironment: 'node',
  // Jest would leave a core to itself, which on two cores is half of them; it only waits while its workers work.
  maxWorkers: '100%',
  roots: ['<rootDir>/test'],
  testMatch: ['**/*.test.ts'],
  transform: { '^.+\\.[jt]s$': ['@swc/jest', {}] },
  // oidc-provider, openid-client and what they are built on are published as ES modules only; jest's module registry wants CommonJS.
  transformIgnorePatterns: ['/node_modules/(?!(oidc-provider|jose|openid-client|oauth4webapi)/)'],
  snapshotSerializers: ['<rootDir>/test/support/mask-hashes.ts'],
};
