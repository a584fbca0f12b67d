import { z } from 'zod';
import { issuerFaults } from '../api/issuer-rules';
import type { Advice } from '../check/fault';
import { advise, distinct, rule, text } from '../check/rules';
import { certificateArn, hostedZoneSchema, isWithin } from './domain-schema';
import { idsSchema, vpcSchema } from './function-schema';
import type { IssuerMirror } from './issuer-mirror';
import { caFaults, readAuthorities } from './mirror-ca';

/** The region in which CloudFront looks for certificates. */
const CLOUDFRONT_REGION = 'us-east-1';

/** Regions whose partition is not `aws`. CloudFront is not there, or another one. */
const OTHER_PARTITION = /^(cn|us-gov|us-iso[a-z]*|eu-isoe|eusc)-/;

/**
 * The most bytes for the settings in the function's environment, which has 4,096 for all names and values.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
 */
const MOST_SETTINGS = 3_800;

/** In characters. */
const LONGEST_BUCKET_NAME = 63;

/** The mirror of an issuer, as far as it is right by itself. */
export const mirrorSchema = z.strictObject({
  certificateArn,
  hostedZone: hostedZoneSchema.optional(),
  vpc: z.strictObject({
    ...vpcSchema.shape,
    securityGroupIds: vpcSchema.shape.securityGroupIds.unwrap(),
    s3RouteTableIds: idsSchema('route table', 'rtb', Number.POSITIVE_INFINITY).optional(),
  }),
  ca: z.string().check(advise(caFaults)).optional(),
  kids: z
    .array(text(/^[\x21-\x7e]{1,256}$/, 'the kid of a key', 'copy it from the key set of WSO2 IS'))
    .check(
      rule((kids) => kids.length > 0, 'at least one kid', 'name the keys of WSO2 IS, or take kids out'),
      distinct('kid'),
    )
    .optional(),
  publisherArns: z
    .array(
      text(
        /^arn:aws:iam::\d{12}:role\/[\w+=,.@/-]+$/,
        'the ARN of an IAM role',
        'copy it from: aws iam list-roles --query Roles[].Arn',
      ),
    )
    .check(distinct('role'))
    .optional(),
});

/** The members of an environment that have to agree with its mirror. */
export interface Mirrored {
  readonly account?: string | undefined;
  readonly region?: string | undefined;
  readonly laptopOnly: boolean;
  readonly issuer: string;
  readonly issuerMirror?: IssuerMirror | undefined;
}

/** The faults between a mirror and its environment, each of which is right by itself. */
export function mirrorFaults(environment: Mirrored): (Advice & { path: PropertyKey[] })[] {
  const { laptopOnly, issuer, issuerMirror: mirror } = environment;
  if (mirror === undefined) {
    return [];
  }
  if (laptopOnly) {
    const expected = 'none beside laptopOnly: npm start takes the issuer as it is, and nothing is deployed';
    return [{ path: ['issuerMirror'], expected, fix: 'remove it, or give it to an environment that is deployed' }];
  }
  // What is no issuer at all has been told.
  const ofIssuer = issuerFaults(issuer, false).length > 0 ? [] : mirroredIssuerFaults(issuer, mirror);
  return [...placeFaults(environment, mirror), ...ofIssuer, ...sizeFaults(issuer, mirror)];
}

function placeFaults({ account, region }: Mirrored, { certificateArn: arn }: IssuerMirror) {
  if (region !== undefined && OTHER_PARTITION.test(region)) {
    const expected = 'a region of the partition aws beside issuerMirror: CloudFront is not part of the others';
    const fix = 'see docs/wso2-private-network.md, Other ways, for what serves the two documents there';
    return [{ path: ['region'], expected, fix }];
  }
  const missing = Object.entries({ account, region }).filter(([, value]) => value === undefined);
  // Of what is none, it has been told.
  const [, , service, of, holder] = arn.split(':');
  const isCertificate = service === 'acm';
  return [
    ...missing.map(([member]) => ({
      path: [member],
      expected: `the ${member} of the VPC, beside issuerMirror`,
      fix: 'write it: the VPC is in one place, whoever deploys',
    })),
    ...(!isCertificate || of === CLOUDFRONT_REGION
      ? []
      : [
          {
            path: ['issuerMirror', 'certificateArn'],
            expected: `a certificate in ${CLOUDFRONT_REGION}, wherever the API is`,
            fix: 'request one there: CloudFront takes no other',
          },
        ]),
    ...(!isCertificate || account === undefined || holder === account
      ? []
      : [
          {
            path: ['issuerMirror', 'certificateArn'],
            expected: `a certificate of the account ${account}, where the mirror is`,
            fix: 'request one there: CloudFront takes no other',
          },
        ]),
  ];
}

/** The faults of an issuer that is right by itself. */
function mirroredIssuerFaults(issuer: string, { hostedZone }: IssuerMirror) {
  const { hostname, port, pathname } = new URL(issuer);
  const fault = (expected: string, fix: string) => ({ path: ['issuer'], expected, fix });
  return [
    ...(port === ''
      ? []
      : [fault('no port beside issuerMirror: CloudFront answers at 443', 'set proxyPort = 443 in WSO2 IS')]),
    // Anything else would mean something of its own to S3, or in a policy.
    ...(/^(\/[\w.~-]+)*\/?$/.test(pathname)
      ? []
      : [
          fault(
            'a path of letters, digits and ._~- alone beside issuerMirror: it is that of an object in S3',
            'mirror the issuer that WSO2 IS has by its host name',
          ),
        ]),
    ...(hostedZone === undefined || isWithin(hostname, hostedZone)
      ? []
      : [
          fault(
            `a host in ${hostedZone.name}, the zone of issuerMirror.hostedZone: the mirror answers at the issuer's own host`,
            'name the public zone that the host is in',
          ),
        ]),
  ];
}

function sizeFaults(issuer: string, { ca, kids }: IssuerMirror) {
  const authorities = ca === undefined || caFaults(ca).length > 0 ? undefined : readAuthorities(ca);
  const settings = { issuer, bucket: '-'.repeat(LONGEST_BUCKET_NAME), ca: authorities, kids };
  const size = Buffer.byteLength(JSON.stringify(settings));
  return size <= MOST_SETTINGS
    ? []
    : [
        {
          path: ['issuerMirror'],
          expected: `ca and kids of at most ${MOST_SETTINGS} bytes together (these take ${size}): Lambda has no more room for them`,
          fix: 'leave in ca the one authority that signed the certificate of WSO2 IS',
        },
      ];
}
