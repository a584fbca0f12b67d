import { advice, ISSUER, token } from './advice-of';

test.each([
  ['https://is.example.com/oauth2/token/', /differ in the slash at the end, which the token has/],
  ['https://IS.example.com/oauth2/token', /same host.*"https:\/\/IS\.example\.com" in the token, "https:\/\/is\./],
  ['https://is.example.com:443/oauth2/token', /same host.*"https:\/\/is\.example\.com:443" in the token/],
  ['http://is.example.com/oauth2/token', /differ in the scheme: "http" in the token, "https" in the configuration/],
  ['https://localhost/oauth2/token', /differ in the host: "localhost" in the token, "is.example.com".*Entity ID/s],
  ['https://is.example.com:9443/oauth2/token', /differ in the port: "9443" in the token, "443".*proxyPort/s],
  [
    'https://is.example.com/t/acme/oauth2/token',
    /differ in the tenant: .* from "\/t\/acme", .* accepts the super tenant/,
  ],
  ['https://is.example.com/oauth2/oidcdiscovery', /differ from character 31 on: "oidcdiscovery" in the token, "token"/],
  ['https://is.example.com/oauth2/token2', /differ from character 36 on: "2" in the token, "" in the configuration/],
  ['https://is.example.com/oauth2', /differ from character 30 on: "" in the token, "\/token" in the configuration/],
  ['localhost', /no URL: .*Entity ID/],
  [undefined, /always writes iss/],
])('shows how the issuer %p differs', (iss, expected) => {
  expect(advice('issuer', token({ iss }))).toMatch(expected);
});

test.each<[string, string, string, readonly string[]]>([
  [
    'a context path in the token',
    'https://is.example.com/auth/t/w8/oauth2/token',
    'https://is.example.com/t/w8/oauth2/token',
    [
      'They differ in the context path: "/auth" in the token, none in the configuration. It stands before the paths of WSO2 IS and names no tenant.',
      'If a proxy answers there, write the issuer in config/environments.ts exactly as the token has it, and deploy.',
    ],
  ],
  [
    'a context path in the configuration',
    'https://is.example.com/t/w8/oauth2/token',
    'https://is.example.com/auth/t/w8/oauth2/token',
    [
      'They differ in the context path: none in the token, "/auth" in the configuration. It stands before the paths of WSO2 IS and names no tenant.',
      'If a proxy answers there, set [server] proxy_context_path = "auth" in deployment.toml, restart WSO2 IS and ask for a new token; otherwise write the issuer in config/environments.ts exactly as the token has it, and deploy.',
    ],
  ],
  [
    'another tenant below one context path',
    'https://is.example.com/auth/t/w8/oauth2/token',
    'https://is.example.com/auth/t/w9/oauth2/token',
    [
      'They differ in the tenant: the token is from "/t/w8", the configuration accepts "/t/w9".',
      'Ask that tenant for the token, or correct the issuer in config/environments.ts: https://HOST/t/TENANT/oauth2/token, of an organization https://HOST/t/TENANT/o/ID/oauth2/token.',
    ],
  ],
  [
    'an organization, and its root in the configuration',
    'https://is.example.com/t/acme/o/10084a8d/oauth2/token',
    'https://is.example.com/t/acme/oauth2/token',
    [
      'They differ in the tenant: the token is from "/t/acme/o/10084a8d", the configuration accepts "/t/acme".',
      'From 7.3 on an application of an organization has the issuer of its root or that of the organization: choose it in the application.',
      'Ask that tenant for the token, or correct the issuer in config/environments.ts: https://HOST/t/TENANT/oauth2/token, of an organization https://HOST/t/TENANT/o/ID/oauth2/token.',
    ],
  ],
  [
    'the other region of Asgardeo',
    'https://api.eu.asgardeo.io/t/acme/oauth2/token',
    'https://api.asgardeo.io/t/acme/oauth2/token',
    [
      'They differ in the host: "api.eu.asgardeo.io" in the token, "api.asgardeo.io" in the configuration.',
      'An organization of Asgardeo has one region: use the issuer of your Asgardeo organization: https://api.asgardeo.io/t/ORG/oauth2/token, in the EU region https://api.eu.asgardeo.io/t/ORG/oauth2/token. Correct the issuer in config/environments.ts and deploy.',
    ],
  ],
])('knows %s', (_what, iss, issuer, steps) => {
  expect(advice('issuer', token({ iss }), { trusted: { issuer, clientIds: [] } }).split('\n')).toEqual(steps);
});

test.each([
  'https://is.example.com/oauth2/token/',
  'https://IS.example.com/oauth2/token',
  'https://is.example.com:443/oauth2/token',
  'http://is.example.com/oauth2/token',
])('does not send %s into the configuration, which refuses it', (iss) => {
  const text = advice('issuer', token({ iss }));
  expect(text).not.toContain('config/environments.ts');
  expect(text).toContain('If the configuration is right, set [server] hostname = "is.example.com"');
});

test('takes both spellings of the super tenant for one', () => {
  expect(advice('issuer', token({ iss: 'https://is.example.com/t/carbon.super/oauth2/token' }))).toBe(
    'They are both of the super tenant, which the token writes as "/t/carbon.super" and the configuration as no tenant: write the issuer in config/environments.ts exactly as the token has it, and deploy.',
  );
});

test('says both a context path and a tenant where both differ', () => {
  const text = advice('issuer', token({ iss: 'https://is.example.com/auth/t/w8/oauth2/token' }));
  expect(text).toMatch(/^They differ in the tenant: .* from "\/t\/w8".*\nThey differ in the context path: "\/auth"/s);
});

test('gives an organization below the super tenant the issuer of its root, too', () => {
  const text = advice('issuer', token({ iss: 'https://is.example.com/t/carbon.super/o/1/oauth2/token' }));
  expect(text).toContain('From 7.3 on an application of an organization has the issuer of its root');
});

test.each(['https://is.example.com/t/acme/oauth2/token', 'https://is.example.com/t/other/o/1/oauth2/token'])(
  'does not take %s for an organization of the tenant',
  (iss) => {
    const trusted = { issuer: 'https://is.example.com/t/third/oauth2/token', clientIds: [] };
    expect(advice('issuer', token({ iss }), { trusted })).not.toContain('7.3');
  },
);

test('names the environment whose issuer the token has', () => {
  const environments = { prod: { issuer: 'https://p.example.com', clientIds: ['it'] } };
  expect(advice('issuer', token({ iss: 'https://p.example.com' }), { environments })).toMatch(
    /^That is the issuer of the environment prod: use -c env=prod\.\nThey differ in the host/,
  );
});

test('tells of the hostname first where WSO2 IS does not know its own, and of the laptop second', () => {
  const iss = 'https://localhost:9443/oauth2/token';
  const environments = { local: { issuer: iss, clientIds: ['local_client'] } };
  expect(advice('issuer', token({ iss }), { environments }).split('\n')).toEqual([
    'They differ in the host: "localhost" in the token, "is.example.com" in the configuration.',
    'If the configuration is right, set [server] hostname = "is.example.com" and [transport.https.properties] proxyPort = 443 ' +
      "in WSO2 IS's deployment.toml, up to IS 6.1 the Identity Provider Entity ID (Identity Providers › Resident › Inbound " +
      `Authentication Configuration › OAuth2/OpenID Connect Configuration) to ${ISSUER}, and on IS 7 with ` +
      'enable_tenant_qualified_urls = false also [oauth] build_issuer_with_hostname = true; Console and My Account need new callback URLs then (docs/wso2-issuer.md, "Hostname"); then restart WSO2 IS and ask for a new token.',
    'That is the issuer of the environment local, too: where a token of the laptop is meant, use -c env=local.',
  ]);
});

test('trusts another server only where it is yours', () => {
  expect(advice('issuer', token({ iss: 'https://other.example.com/oauth2/token' }))).toContain(
    'If the token is right, and that server is yours, correct the issuer',
  );
});
