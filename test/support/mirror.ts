import type { Environment } from '../../lib/config/environment';
import type { IssuerMirror } from '../../lib/config/issuer-mirror';

/** A mirror with all that it can have, but for a file of authorities. */
export const MIRROR: IssuerMirror = {
  certificateArn: 'arn:aws:acm:us-east-1:111111111111:certificate/0a1b2c3d-0000-4000-8000-000000000000',
  hostedZone: { id: 'Z0123456789ABCDEFGHIJ', name: 'example.com' },
  vpc: {
    id: 'vpc-0123456789abcdef0',
    subnetIds: ['subnet-0123456789abcdef0', 'subnet-0123456789abcdef1'],
    securityGroupIds: ['sg-0123456789abcdef0'],
    s3RouteTableIds: ['rtb-0123456789abcdef0'],
  },
  kids: ['one_RS256'],
  publisherArns: ['arn:aws:iam::111111111111:role/cron'],
};

/** Settings of an environment with a mirror. */
export const MIRRORED: Partial<Environment> = { account: '111111111111', region: 'eu-west-1', issuerMirror: MIRROR };
