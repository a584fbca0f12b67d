import type { Environment } from '../../lib/config/environment';

/** Every feature that an environment can have, switched on. */
export const EVERYTHING: Partial<Environment> = {
  account: '111111111111',
  region: 'eu-west-1',
  reservedConcurrency: 50,
  cors: { allowOrigins: ['https://app.example.com'] },
  ipAddressType: 'dualstack',
  domain: {
    name: 'api.example.com',
    hostedZone: { id: 'Z0123456789ABCDEFGHIJ', name: 'example.com' },
    mutualTls: { truststore: 's3://bucket/truststore.pem' },
  },
  monitoring: { emails: ['ops@example.com', 'dev@example.com'] },
  gradualDelivery: {},
  logKeyArn: 'arn:aws:kms:eu-west-1:111111111111:key/0a1b2c3d-0000-4000-8000-000000000000',
  bootstrapQualifier: 'devapi',
  terminationProtection: true,
};
