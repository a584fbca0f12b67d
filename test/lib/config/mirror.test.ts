import fs from 'node:fs';
import { join } from 'node:path';
import { functions } from '../../../config/functions';
import { ConfigurationError } from '../../../lib/check/fault';
import type { Environment } from '../../../lib/config/environment';
import type { IssuerMirror } from '../../../lib/config/issuer-mirror';
import { readAuthorities } from '../../../lib/config/mirror-ca';
import { resolveConfig } from '../../../lib/config/resolve';
import { createCertificate } from '../../support/certificate';
import { MIRROR } from '../../support/mirror';

const ISSUER = 'https://id.example.com/oauth2/token';
const PLACE = { account: '111111111111', region: 'eu-west-1' };

function resolve(environment: Partial<Environment>, context: object = {}) {
  return resolveConfig({
    project: 'api',
    environments: { dev: { issuer: ISSUER, clientIds: ['abc'], ...PLACE, issuerMirror: MIRROR, ...environment } },
    functions,
    routes: [{ method: 'GET', path: '/a', access: { scopes: ['a'] } }],
    context: { env: 'dev', ...context },
  }).environment;
}

/** The faults of an environment with a mirror and these changes, a line each. */
function faultsOf(environment: Partial<Environment>, context: object = {}): string[] {
  try {
    resolve(environment, context);
  } catch (error) {
    if (error instanceof ConfigurationError) {
      return error.message.split('\n  ').slice(1);
    }
    throw error;
  }
  return [];
}

const mirror = (change: object): Partial<Environment> => ({ issuerMirror: { ...MIRROR, ...change } as IssuerMirror });
const vpc = (change: object) => mirror({ vpc: { ...MIRROR.vpc, ...change } });

test.each<[string, Partial<Environment>]>([
  ['with all that it can have', {}],
  ['with what it must have', { issuerMirror: { certificateArn: MIRROR.certificateArn, vpc: MIRROR.vpc } }],
  ['of a tenant', { issuer: 'https://id.example.com/t/acme.example/oauth2/token' }],
  ['of an issuer that is its host alone', { issuer: 'https://id.example.com' }],
  ['of a host that is the zone itself', { issuer: 'https://example.com/oauth2/token' }],
])('a mirror %s is taken as it is', (_what, environment) => {
  const given = environment.issuerMirror ?? MIRROR;
  expect(resolve(environment).issuerMirror).toEqual(given);
});

test('an environment has none by default', () => {
  expect(resolve({ issuerMirror: undefined }).issuerMirror).toBeUndefined();
});

const ONE_FAULT: readonly [Partial<Environment>, string][] = [
  [
    { laptopOnly: true },
    'issuerMirror — got {"certificateArn":"arn:aws:acm:us-east-1:111111111111:certificate/0a1b2c3d-0000-4000-8000-000000000000","hostedZone":{"id":"Z0123456789ABCDEFGHIJ","name":"example.com"},"vpc":{"id":"vpc-0123456789abcd… — expected none beside laptopOnly: npm start takes the issuer as it is, and nothing is deployed — remove it, or give it to an environment that is deployed',
  ],
  [
    { issuer: `${ISSUER}/` },
    'issuer — got "https://id.example.com/oauth2/token/" — expected no slash at the end, WSO2 IS writes none into `iss` — write "https://id.example.com/oauth2/token"',
  ],
  [
    { issuer: 'https://id.example.org/oauth2/token' },
    'issuer — got "https://id.example.org/oauth2/token" — expected a host in example.com, the zone of issuerMirror.hostedZone: the mirror answers at the issuer\'s own host — name the public zone that the host is in',
  ],
  [
    { issuer: 'https://id.notexample.com/oauth2/token' },
    'issuer — got "https://id.notexample.com/oauth2/token" — expected a host in example.com, the zone of issuerMirror.hostedZone: the mirror answers at the issuer\'s own host — name the public zone that the host is in',
  ],
  [
    { issuer: 'https://id.example.com:9443/oauth2/token' },
    'issuer — got "https://id.example.com:9443/oauth2/token" — expected no port beside issuerMirror: CloudFront answers at 443 — set proxyPort = 443 in WSO2 IS',
  ],
  [
    { issuer: 'https://id.example.com/t/a*b/oauth2/token' },
    'issuer — got "https://id.example.com/t/a*b/oauth2/token" — expected a path of letters, digits and ._~- alone beside issuerMirror: it is that of an object in S3 — mirror the issuer that WSO2 IS has by its host name',
  ],
  [
    mirror({ certificateArn: MIRROR.certificateArn.replace('us-east-1', 'eu-west-1') }),
    'issuerMirror.certificateArn — got "arn:aws:acm:eu-west-1:111111111111:certificate/0a1b2c3d-0000-4000-8000-000000000000" — expected a certificate in us-east-1, wherever the API is — request one there: CloudFront takes no other',
  ],
  [
    mirror({ certificateArn: MIRROR.certificateArn.replace('111111111111', '222222222222') }),
    'issuerMirror.certificateArn — got "arn:aws:acm:us-east-1:222222222222:certificate/0a1b2c3d-0000-4000-8000-000000000000" — expected a certificate of the account 111111111111, where the mirror is — request one there: CloudFront takes no other',
  ],
  [
    mirror({ certificateArn: 'arn:aws:iam::111111111111:server-certificate/a' }),
    'issuerMirror.certificateArn — got "arn:aws:iam::111111111111:server-certificate/a" — expected the ARN of an ACM certificate — copy it from: aws acm list-certificates --query CertificateSummaryList',
  ],
  [
    vpc({ subnetIds: [] }),
    'issuerMirror.vpc.subnetIds — got [] — expected at least one subnet — add the id of a subnet of that VPC',
  ],
  [
    vpc({ subnetIds: ['subnet-0123456789abcdef0', 'subnet-0123456789abcdef0'] }),
    'issuerMirror.vpc.subnetIds — got ["subnet-0123456789abcdef0","subnet-0123456789abcdef0"] — expected each subnet once — remove the repetition',
  ],
  [
    vpc({ securityGroupIds: [] }),
    'issuerMirror.vpc.securityGroupIds — got [] — expected at least one security group — add the id of a security group of that VPC',
  ],
  [
    vpc({ id: 'my-vpc' }),
    'issuerMirror.vpc.id — got "my-vpc" — expected the id of a VPC — write one like "vpc-0123456789abcdef0"',
  ],
  [
    vpc({ s3RouteTableIds: ['subnet-0123456789abcdef0'] }),
    'issuerMirror.vpc.s3RouteTableIds[0] — got "subnet-0123456789abcdef0" — expected the id of a route table — write one like "rtb-0123456789abcdef0"',
  ],
  [
    mirror({ kids: [] }),
    'issuerMirror.kids — got [] — expected at least one kid — name the keys of WSO2 IS, or take kids out',
  ],
  [
    mirror({ publisherArns: ['arn:aws:iam::111111111111:user/cron'] }),
    'issuerMirror.publisherArns[0] — got "arn:aws:iam::111111111111:user/cron" — expected the ARN of an IAM role — copy it from: aws iam list-roles --query Roles[].Arn',
  ],
  [
    mirror({ publisherArns: ['arn:aws:iam::111111111111:role/*'] }),
    'issuerMirror.publisherArns[0] — got "arn:aws:iam::111111111111:role/*" — expected the ARN of an IAM role — copy it from: aws iam list-roles --query Roles[].Arn',
  ],
  [
    { account: undefined },
    'account — got nothing — expected the account of the VPC, beside issuerMirror — write it: the VPC is in one place, whoever deploys',
  ],
  [
    { region: undefined },
    'region — got nothing — expected the region of the VPC, beside issuerMirror — write it: the VPC is in one place, whoever deploys',
  ],
];

test.each(ONE_FAULT.map(([environment, fault]) => ({ environment, fault })))('$fault', ({ environment, fault }) => {
  expect(faultsOf(environment)).toEqual([`config/environments.ts: dev.${fault}`]);
});

test.each(['cn-north-1', 'us-gov-west-1', 'us-iso-east-1', 'eu-isoe-west-1', 'eusc-de-east-1'])(
  'a mirror in %s, which is of another partition, is one fault',
  (region) => {
    expect(faultsOf({ region })).toEqual([
      `config/environments.ts: dev.region — got "${region}" — expected a region of the partition aws beside issuerMirror: CloudFront is not part of the others — see docs/wso2-private-network.md, Other ways, for what serves the two documents there`,
    ]);
  },
);

test('another issuer on the command line is held against the mirror of the environment', () => {
  expect(faultsOf({}, { issuer: 'https://other.example.org/oauth2/token' })).toEqual([
    expect.stringMatching(
      /^-c issuer — got "https:\/\/other\.example\.org\/oauth2\/token" — expected a host in example\.com/,
    ),
  ]);
});

test('all faults are told at once', () => {
  const faults = faultsOf({
    ...vpc({ subnetIds: [], securityGroupIds: ['sg'] }),
    issuer: 'https://id.example.com:9443/oauth2/token/',
  });
  expect(faults).toEqual([
    expect.stringContaining('dev.issuer — got '),
    expect.stringContaining('dev.issuerMirror.vpc.subnetIds — got '),
    expect.stringContaining('dev.issuerMirror.vpc.securityGroupIds[0] — got '),
  ]);
});

test('an environment whose stack would be that of a mirror is refused', () => {
  const environments = {
    dev: { issuer: ISSUER, clientIds: ['abc'] },
    'dev-mirror': { issuer: ISSUER, clientIds: ['abc'] },
  };
  const routes = [{ method: 'GET', path: '/a', access: { scopes: ['a'] } }] as const;
  expect(() => resolveConfig({ project: 'api', environments, routes, functions, context: { env: 'dev' } })).toThrow(
    'the name of an environment — got "dev-mirror" — expected another than that of a stack with a mirror, api-dev-mirror — rename it',
  );
});

describe('the file of the authorities', () => {
  const { readFileSync } = fs;
  let pem: string | undefined;

  beforeEach(() => {
    const path = join(__dirname, '../../../config/wso2-ca.pem');
    jest
      .spyOn(fs, 'readFileSync')
      .mockImplementation(((file: fs.PathLike, ...rest: []) =>
        file === path && pem !== undefined ? pem : readFileSync(file, ...rest)) as typeof readFileSync);
  });
  afterEach(() => jest.restoreAllMocks());

  const ca = (path: string) => faultsOf(mirror({ ca: path, kids: undefined }));
  const fault = (got: string, rest: string) =>
    `config/environments.ts: dev.issuerMirror.ca — got "${got}" — expected ${rest}`;

  test('is taken as its certificates, without what stands around them', () => {
    const [one, other] = [createCertificate(), createCertificate()];
    pem = `Subject: one\r\n${one.cert.replaceAll('\n', '\r\n')}\n# the next one\n${other.cert}`;
    expect(ca('config/wso2-ca.pem')).toEqual([]);
    expect(readAuthorities('config/wso2-ca.pem')).toBe(`${one.cert}${other.cert}`.trim());
  });

  test.each(['wso2-ca.pem', 'config/../secret.pem', '/etc/ssl/ca.pem', 'config/ca.crt', 'config/sub/ca.pem'])(
    '%s is not where it belongs',
    (path) => {
      expect(ca(path)).toEqual([fault(path, 'a PEM file in config/ — put it there, and write "config/NAME.pem"')]);
    },
  );

  test('has to be there', () => {
    pem = undefined;
    expect(ca('config/wso2-ca.pem')).toEqual([
      fault('config/wso2-ca.pem', 'a file that can be read — put the certificate of the authority there, as PEM'),
    ]);
  });

  test('with a private key is refused, and the key is not told', () => {
    const { key, cert } = createCertificate();
    pem = `${cert}${key}`;
    const faults = ca('config/wso2-ca.pem');
    expect(faults).toEqual([
      fault(
        'config/wso2-ca.pem',
        'certificates alone, it holds a private key — take the key out of the file and of git, and renew it: whoever has it can pose as WSO2 IS',
      ),
    ]);
  });

  test.each([
    ['nothing', ''],
    ['no PEM', 'MIIB'],
    ['a certificate that is cut', '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n'],
  ])('with %s is refused', (_what, content) => {
    pem = content;
    expect(ca('config/wso2-ca.pem')).toEqual([
      fault(
        'config/wso2-ca.pem',
        'PEM certificates of the authorities that WSO2 IS has its certificate from — convert it: openssl x509 -inform der -in ca.crt -out ca.pem',
      ),
    ]);
  });

  test('that the function has no room for is refused, together with the kids', () => {
    pem = Array.from({ length: 3 }, () => createCertificate().cert).join('');
    const withKids = (...kids: readonly string[]) => faultsOf(mirror({ ca: 'config/wso2-ca.pem', kids }));
    expect(withKids('one')).toEqual([]);
    const tooMany = Array.from({ length: 20 }, (_, index) => `${index}`.repeat(90));
    expect(withKids(...tooMany)).toEqual([
      expect.stringMatching(
        /^config\/environments\.ts: dev\.issuerMirror — got .+ — expected ca and kids of at most 3800 bytes together \(these take \d+\): Lambda has no more room for them — leave in ca the one authority that signed the certificate of WSO2 IS$/,
      ),
    ]);
  });
});
