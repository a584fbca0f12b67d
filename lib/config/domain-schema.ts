import { z } from 'zod';
import type { Advice } from '../check/fault';
import { advise, text } from '../check/rules';
import type { Domain, HostedZoneName } from './features';

/** The ARN of an ACM certificate, whatever its partition. */
const CERTIFICATE = /^arn:aws[a-z-]*:acm:[a-z0-9-]+:\d{12}:certificate\/[\w-]+$/;

/** @see https://docs.aws.amazon.com/acm/latest/APIReference/API_RequestCertificate.html */
const LONGEST_NAME_OF_A_NEW_CERTIFICATE = 64;

/** @see https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/domainnames.html */
const LONGEST_TRUSTSTORE_VERSION = 64;

/** In bytes of UTF-8. @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-keys.html */
const LONGEST_OBJECT_KEY = 1024;

export const certificateArn = text(
  (arn) => CERTIFICATE.test(arn),
  'the ARN of an ACM certificate',
  'copy it from: aws acm list-certificates --query CertificateSummaryList',
);

const hostName = text(
  (name) =>
    name.length <= 253 && /^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+([a-z]{2,63}|xn--[a-z0-9-]{1,59})$/.test(name),
  'a host name in lower case',
  'write one like "api.example.com", without https:// and without a slash',
);

/** A hosted zone that is there. */
export const hostedZoneSchema = z.strictObject({
  id: text(/^Z[A-Z0-9]{1,31}$/, 'the id of a hosted zone', 'copy it from: aws route53 list-hosted-zones'),
  name: hostName,
});

/** @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-mappings.html */
const LONGEST_MAPPING_KEY = 300;

const mappingKey = text(
  (key) => key.length <= LONGEST_MAPPING_KEY && /^[\w$.+!*'(),-]+(\/[\w$.+!*'(),-]+)*$/.test(key),
  `letters, digits and $-_.+!*'(), in segments between single slashes, at most ${LONGEST_MAPPING_KEY} characters`,
  'write one like "orders" or "orders/v1", without a slash at its ends',
);

const mutualTls = z.strictObject({
  truststore: text(
    (uri) =>
      /^s3:\/\/[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]\/.+$/.test(uri) &&
      Buffer.byteLength(uri.split('/').slice(3).join('/')) <= LONGEST_OBJECT_KEY,
    `an object in S3, its key of at most ${LONGEST_OBJECT_KEY} bytes`,
    'upload the PEM bundle of the certificate authorities, and write "s3://bucket/key.pem"',
  ),
  truststoreVersion: text(
    (version) => version.length >= 1 && version.length <= LONGEST_TRUSTSTORE_VERSION,
    `the version id of the object, of 1 to ${LONGEST_TRUSTSTORE_VERSION} characters`,
    'copy it from: aws s3api list-object-versions --bucket BUCKET --prefix KEY',
  ).optional(),
  ownershipCertificateArn: certificateArn.optional(),
});

/** A name of one's own. */
export const domainSchema = z
  .strictObject({
    name: hostName,
    existing: z.boolean().optional(),
    mappingKey: mappingKey.optional(),
    certificateArn: certificateArn.optional(),
    hostedZone: hostedZoneSchema.optional(),
    executeApiUntil: text(
      isDay,
      'a day, YYYY-MM-DD',
      'write one like "2027-01-31": until then callers have time to move',
    ).optional(),
    mutualTls: mutualTls.optional(),
  })
  .check(advise(domainFaults));

/**
 * The certificates of a domain that are not where its API is.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-custom-domain-names.html
 */
export function certificatePlaceFaults(
  { certificateArn, mutualTls }: Pick<Domain, 'certificateArn' | 'mutualTls'>,
  api: { readonly account?: string | undefined; readonly region?: string | undefined },
): (Advice & { path: PropertyKey[] })[] {
  const certificates = [
    { path: ['domain', 'certificateArn'], arn: certificateArn },
    { path: ['domain', 'mutualTls', 'ownershipCertificateArn'], arn: mutualTls?.ownershipCertificateArn },
  ];
  return certificates.flatMap(({ path, arn }) => {
    const [, , , region, account] = arn?.split(':') ?? [];
    return (
      [
        [region, api.region, 'in'],
        [account, api.account, 'of the account'],
      ] as const
    )
      .filter(([actual, wanted]) => actual !== undefined && wanted !== undefined && actual !== wanted)
      .map(([, wanted, where]) => ({
        path,
        expected: `a certificate ${where} ${wanted}, where the API is`,
        fix: 'request one there: API Gateway takes no other',
      }));
  });
}

function isDay(text: string): boolean {
  const time = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(text) : Number.NaN;
  // Not 31 June, which would be read as 1 July.
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}

/** True where a host belongs to the domain of a hosted zone. */
export function isWithin(host: string, { name }: Pick<HostedZoneName, 'name'>): boolean {
  return host === name || host.endsWith(`.${name}`);
}

/** Members that describe the domain name itself, not an API below it. */
const OF_THE_NAME = ['certificateArn', 'hostedZone', 'mutualTls'] as const;

function domainFaults(domain: Domain) {
  const { name, existing, certificateArn: certificate, hostedZone, executeApiUntil, mutualTls: mtls } = domain;
  if (existing) {
    const expected = 'none beside existing: it is of whoever made the name';
    return OF_THE_NAME.filter((member) => domain[member] !== undefined).map((member) => ({
      path: [member],
      expected,
      fix: 'remove it, or existing',
    }));
  }
  if (executeApiUntil !== undefined && mtls !== undefined) {
    const expected = 'none beside mutualTls, because the execute-api address asks for no client certificate';
    const fix = 'remove it; or deploy the name without mutualTls first, and both changes when callers have moved';
    return [{ path: ['executeApiUntil'], expected, fix }];
  }
  if (certificate === undefined && hostedZone === undefined) {
    const expected = 'a certificate, or a hosted zone to validate one in';
    return [{ expected, fix: 'give domain.certificateArn, or domain.hostedZone: { id, name }' }];
  }
  if (hostedZone !== undefined && !isWithin(name, hostedZone)) {
    const expected = `a zone that ${name} is in`;
    return [{ path: ['hostedZone', 'name'], expected, fix: 'name the zone whose domain the name ends with' }];
  }
  if (certificate === undefined && name.length > LONGEST_NAME_OF_A_NEW_CERTIFICATE) {
    const expected = `at most ${LONGEST_NAME_OF_A_NEW_CERTIFICATE} characters, the most that ACM makes a certificate for`;
    return [{ path: ['name'], expected, fix: 'shorten it, or give domain.certificateArn' }];
  }
  return [];
}
