import { answerAdvice } from '../../../commands/preflight/answer-advice';
import { checkDocument, type Fetched } from '../../../commands/preflight/check-document';
import { issuerMismatchAdvice } from '../../../commands/preflight/check-metadata';
import { createFindings } from '../../../commands/preflight/preflight-check';
import type { Json } from '../../../local/authorizer/decision';
import type { FetchResult } from '../../../local/authorizer/fetched-document';
import { WSO2_DEFAULT_KEYS } from '../../../mirror/wso2-default-keys';

const HOST = 'https://is.example.com';
const WELL_KNOWN = '/.well-known/openid-configuration';

test.each<[string, string, number, string | undefined, RegExp]>([
  [
    'a login at the root',
    `${HOST}${WELL_KNOWN}`,
    401,
    undefined,
    /^use https:\/\/is\.example\.com\/oauth2\/token as the issuer/,
  ],
  [
    'a login up to IS 5.8',
    `${HOST}/oauth2/token${WELL_KNOWN}`,
    401,
    undefined,
    /up to IS 5\.8, which has no deployment\.toml, set secured="false" for \(\.\*\)\/\.well-known/,
  ],
  [
    'a path that is no issuer of WSO2',
    `${HOST}/oauth2${WELL_KNOWN}`,
    404,
    undefined,
    /is\.example\.com\/oauth2\/token, of a tenant .*\/t\/NAME\/oauth2\/token, of an organization .*\/o\/ID\//,
  ],
  ['no such tenant', `${HOST}/t/nope/oauth2/token${WELL_KNOWN}`, 404, undefined, /check the tenant in the path/],
  [
    'a redirect to a login page',
    `${HOST}/oauth2/token${WELL_KNOWN}`,
    302,
    '/authenticationendpoint/x',
    /without login/,
  ],
  [
    'a redirect to another issuer',
    `${HOST}/oauth2/token${WELL_KNOWN}`,
    301,
    `https://id.example.com/oauth2/token${WELL_KNOWN}`,
    /use https:\/\/id\.example\.com\/oauth2\/token as the issuer/,
  ],
  ['a redirect to anywhere', `${HOST}/oauth2/token${WELL_KNOWN}`, 301, '/carbon', /answer 200 there and then/],
  ['a proxy without WSO2 IS', `${HOST}/oauth2/token${WELL_KNOWN}`, 502, undefined, /the proxy that finds no WSO2 IS/],
  [
    'oidcdiscovery of an old release',
    `${HOST}/auth/oauth2/oidcdiscovery${WELL_KNOWN}`,
    500,
    undefined,
    /^use https:\/\/is\.example\.com\/auth\/oauth2\/token as the issuer, which WSO2 IS writes into iss and answers below from 5\.8 on; up to 5\.7 oidcdiscovery answers 500/,
  ],
  [
    'an organization that Asgardeo does not have there',
    `https://api.asgardeo.io/oauth2/token${WELL_KNOWN}`,
    404,
    undefined,
    /^use the issuer of your Asgardeo organization: .*, in the EU region https:\/\/api\.eu\.asgardeo\.io\/t\/ORG\/oauth2\/token$/,
  ],
  ['another status', `${HOST}/oauth2/token${WELL_KNOWN}`, 429, undefined, /status 200/],
])('%s is told how to mend', (_fact, url, status, location, fix) => {
  expect(answerAdvice('discovery', { url, milliseconds: 1, status, location })).toMatch(fix);
});

test('a login at a tenant’s keys is told how to mend', () => {
  const url = `${HOST}/t/acme/oauth2/jwks`;
  expect(answerAdvice('jwks', { url, milliseconds: 1, status: 401 })).toContain('(.*)/oauth2/jwks(.*)');
});

const ENTITY_ID =
  /^set \[server\] hostname = "is\.example\.com".* in WSO2 IS's deployment\.toml, up to IS 6\.1 the Identity Provider Entity ID .* and on IS 7 with enable_tenant_qualified_urls = false also \[oauth\] build_issuer_with_hostname = true; Console and My Account need new callback URLs then \(docs\/wso2-issuer\.md, "Hostname"\)$/;

test.each<[string, string, Json | undefined, RegExp]>([
  ['localhost', `${HOST}/oauth2/token`, 'https://localhost:9443/oauth2/token', ENTITY_ID],
  [
    'localhost, and its own port is public',
    `${HOST}:9443/oauth2/token`,
    'https://localhost:9443/oauth2/token',
    /hostname = "is\.example\.com" in WSO2 IS's deployment\.toml/,
  ],
  ['another port', `${HOST}/oauth2/token`, `${HOST}:9443/oauth2/token`, /proxyPort = 443/],
  ['a port that is not meant', `${HOST}:8443/oauth2/token`, `${HOST}/oauth2/token`, /proxyPort = 8443/],
  [
    'another public host',
    `${HOST}/oauth2/token`,
    'https://id.example.com/oauth2/token',
    /issuer: 'https:\/\/id\.example\.com\/oauth2\/token'.*; else set \[server\] hostname/,
  ],
  [
    'what oidcdiscovery answers',
    `${HOST}/oauth2/oidcdiscovery`,
    `${HOST}/oauth2/token`,
    /-c issuer=https:\/\/is\.example\.com\/oauth2\/token: what WSO2 IS answers below oidcdiscovery/,
  ],
  ['another tenant', `${HOST}/oauth2/token`, `${HOST}/t/acme/oauth2/token`, /the tenant of the application/],
  [
    'another organization',
    `${HOST}/t/acme/oauth2/token`,
    `${HOST}/t/acme/o/1/oauth2/token`,
    /from 7\.3 on an application of an organization has the issuer of its root or that of the organization$/,
  ],
  [
    'the root of an organization',
    `${HOST}/t/acme/o/1/oauth2/token`,
    `${HOST}/t/acme/oauth2/token`,
    /from 7\.3 on an application of an organization has the issuer of its root/,
  ],
  [
    'behind a context path',
    `${HOST}/t/w8/oauth2/token`,
    `${HOST}/auth/t/w8/oauth2/token`,
    /: WSO2 IS has \/auth as its proxy_context_path, which stands before its paths and names no tenant$/,
  ],
  [
    'without the context path of the proxy',
    `${HOST}/auth/t/w8/oauth2/token`,
    `${HOST}/t/w8/oauth2/token`,
    /^set \[server\] proxy_context_path = "auth" in WSO2 IS's deployment\.toml, since the proxy answers below it; or write/,
  ],
  [
    'another tenant behind a context path',
    `${HOST}/auth/t/w8/oauth2/token`,
    `${HOST}/auth/t/w9/oauth2/token`,
    /or ask for the tenant of the application/,
  ],
  [
    'that of the other region of Asgardeo',
    'https://api.asgardeo.io/t/acme/oauth2/token',
    'https://api.eu.asgardeo.io/t/acme/oauth2/token',
    /-c issuer=https:\/\/api\.eu\.asgardeo\.io\/t\/acme\/oauth2\/token: an organization of Asgardeo has the issuer of its region$/,
  ],
  ['a slash more', `${HOST}/oauth2/token`, `${HOST}/oauth2/token/`, /iss in its tokens says so/],
  ['a name', `${HOST}/oauth2/token`, 'is.example.com', /writes its issuer as a URL/],
  ['nothing', `${HOST}/oauth2/token`, undefined, /writes its issuer as a URL/],
])('an issuer that is %s is told how to mend', (_fact, configured, found, fix) => {
  expect(issuerMismatchAdvice(configured, found)).toMatch(fix);
});

describe('an answer', () => {
  const certificate = { subject: 'CN=is', issuer: 'CN=CA', validFrom: 0, validTo: 1e13 };
  const seen = { url: HOST, address: '192.0.2.1', certificate, status: 200, bytes: 2 };
  const taken = (publicly: FetchResult, laptopOnly = false) => {
    const findings = createFindings();
    const fetched: Fetched = { document: 'jwks', laptopOnly, publicly, now: 0 };
    checkDocument(fetched, findings);
    return findings.all().filter(({ result }) => result !== 'not reached' && result !== 'pass');
  };

  test('within a second passes, a later one is a warning', () => {
    expect(taken({ ...seen, ok: true, json: {}, milliseconds: 1000 })).toEqual([]);
    expect(taken({ ...seen, ok: true, json: {}, milliseconds: 1000.1 })).toMatchObject([
      { code: 'jwks-time', result: 'warn', found: '1001 ms', fix: expect.stringContaining('its own region') },
    ]);
  });

  test.each([
    ['connecting', 'jwks-connection', { address: undefined, certificate: undefined, status: undefined }],
    ['agreeing on TLS', 'jwks-time', { certificate: undefined, status: undefined }],
    ['waiting', 'jwks-time', { status: undefined }],
  ])('that is late already in %s fails', (_phase, code, unseen) => {
    const late = { ok: false, failure: 'timeout', reason: 'not complete within 1500 ms', milliseconds: 1500 } as const;
    expect(taken({ ...seen, ...late, bytes: undefined, ...unseen })).toMatchObject([
      { code, result: 'fail', found: 'not complete within 1500 ms' },
    ]);
  });

  test('without TLS names the port that has it', () => {
    const failed = { ok: false, failure: 'tls', code: 'EPROTO', reason: 'EPROTO: wrong version number' } as const;
    const unseen = { certificate: undefined, status: undefined, bytes: undefined, milliseconds: 1 };
    expect(taken({ ...seen, ...unseen, ...failed })).toMatchObject([
      { code: 'jwks-certificate', found: 'EPROTO: wrong version number', fix: expect.stringContaining('9443') },
    ]);
    expect(
      taken({ ...seen, ...unseen, ...failed, code: 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY', reason: 'x' }),
    ).toMatchObject([{ fix: expect.stringContaining('whole chain') }]);
  });

  test('that nobody gives on a laptop points to npm start', () => {
    const failed = { ok: false, failure: 'connect', reason: 'ECONNREFUSED', url: HOST, milliseconds: 1 } as const;
    expect(taken(failed, true)).toMatchObject([{ code: 'jwks-connection', fix: expect.stringContaining('npm start') }]);
  });
});

test('the default keys of WSO2 are told by fingerprints, for every release from 5.3 to 7.3', () => {
  expect(Object.keys(WSO2_DEFAULT_KEYS).filter((fingerprint) => !/^[0-9a-f]{64}$/.test(fingerprint))).toEqual([]);
  expect(Object.values(WSO2_DEFAULT_KEYS).map(({ shippedIn }) => shippedIn)).toEqual([
    'WSO2 products up to IS 5.3',
    'IS 5.4 to 5.8',
    'IS 5.9',
    'IS 5.10 and 5.11',
    'IS 6.0 and 6.1',
    'IS 7.0',
    'IS 7.0, alias newkey',
    'IS 7.1 to 7.3',
  ]);
});
