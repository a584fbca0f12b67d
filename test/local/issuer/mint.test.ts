import { createHash, createHmac, verify } from 'node:crypto';
import { createKeyRing, type KeyRing } from '../../../local/issuer/key-ring';
import { createMint, type Mint } from '../../../local/issuer/mint';
import { NAMED_TOKENS, type TokenName } from '../../../local/issuer/named-tokens';
import type { Release } from '../../../local/issuer/token-shape';
import { decode } from './client';

const ISSUER = 'https://localhost:9443/oauth2/token';
const CLIENT = 'local_client';
const USER = { id: '6f0f2a52-7d0c-4b0e-9a53-0a1c5e1f0a11', username: 'alice' };
const NOW = 1_795_478_400;

let keys: KeyRing;
let mint: Mint;
beforeAll(async () => {
  keys = await createKeyRing();
  mint = createMint({ issuer: ISSUER, clientId: CLIENT, keys, now: () => NOW * 1000 + 999 });
});

function isSigned(token: string, key = keys.current.publicKey): boolean {
  const [header, payload, signature = ''] = token.split('.');
  return verify('sha256', Buffer.from(`${header}.${payload}`), key, Buffer.from(signature, 'base64url'));
}

describe('a token of WSO2 IS', () => {
  const digest = (algorithm: string) => createHash(algorithm).update(keys.current.certificate);
  const hex = (algorithm: string) => Buffer.from(digest(algorithm).digest('hex')).toString('base64url');

  // What each release writes besides alg, iss, sub, azp, iat, exp, jti and scope.
  const always = ['aud', 'azp', 'exp', 'iat', 'iss', 'jti', 'scope', 'sub'];
  const since = {
    '5.7': [...always, 'nbf'],
    '5.11': [...always, 'nbf', 'aut'],
    '6.0': [...always, 'nbf', 'aut', 'client_id'],
    '7.0': [...always, 'nbf', 'aut', 'client_id', 'org_id', 'org_name'],
    '7.2': [...always, 'nbf', 'aut', 'client_id', 'org_id', 'org_name', 'org_handle'],
  };
  const sha1 = { kid: () => hex('sha1'), x5t: () => hex('sha1') };
  const sha1WithAlg = { kid: () => `${hex('sha1')}_RS256`, x5t: () => hex('sha1') };
  const sha256 = { kid: () => `${hex('sha256')}_RS256`, x5t: () => hex('sha256') };
  const is6 = { ...sha256, typ: () => 'at+jwt' };
  const is71 = { ...is6, x5t: () => digest('sha1').digest('base64url') };
  const is73 = { kid: is6.kid, typ: is6.typ, 'x5t#S256': () => digest('sha256').digest('base64url') };

  const table: readonly (readonly [
    Release,
    Record<string, () => string>,
    readonly string[],
    unknown,
    string,
    string,
  ])[] = [
    ['5.4', sha1, always, [CLIENT], 'admin', 'alice'],
    ['5.7', sha1, since['5.7'], [CLIENT], 'admin', 'alice'],
    ['5.8', sha1, since['5.7'], CLIENT, 'admin', 'alice'],
    ['5.9', sha1WithAlg, since['5.7'], CLIENT, 'admin', 'alice'],
    ['5.10', sha256, since['5.7'], CLIENT, 'admin', 'alice'],
    ['5.11', sha256, since['5.11'], CLIENT, 'admin', 'alice'],
    ['6.0', is6, since['6.0'], CLIENT, 'admin', 'alice'],
    ['7.0', is6, since['7.0'], CLIENT, CLIENT, USER.id],
    ['7.1', is71, since['7.0'], CLIENT, CLIENT, USER.id],
    ['7.2', is71, since['7.2'], CLIENT, CLIENT, USER.id],
    ['7.3', is73, since['7.2'], CLIENT, CLIENT, USER.id],
  ];

  it.each(table)('%s has the header and the claims of that release', (release, members, names, aud, app, user) => {
    const token = mint({ release, scopes: ['a', 'b'] });
    const { header, claims } = decode(token);

    expect(header).toEqual({
      alg: 'RS256',
      ...Object.fromEntries(Object.entries(members).map(([name, value]) => [name, value()])),
    });
    expect(Object.keys(claims).sort()).toEqual([...names].sort());
    expect(claims).toMatchObject({ iss: ISSUER, aud, azp: CLIENT, sub: app, iat: NOW, exp: NOW + 3600, scope: 'a b' });
    expect(claims['nbf'] ?? NOW).toBe(NOW);
    expect(claims['aut'] ?? 'APPLICATION').toBe('APPLICATION');
    expect(decode(mint({ release, user: USER })).claims['sub']).toBe(user);
    expect(isSigned(token)).toBe(true);
  });

  it('has no scope member when it has no scope', () => {
    expect(decode(mint({ release: '5.4' })).claims).not.toHaveProperty('scope');
    expect(decode(mint()).claims).not.toHaveProperty('scope');
  });

  it('says whether a user or an application speaks', () => {
    expect(decode(mint()).claims['aut']).toBe('APPLICATION');
    expect(decode(mint({ user: USER })).claims['aut']).toBe('APPLICATION_USER');
  });
});

describe('a recipe', () => {
  it('sets members and leaves members out', () => {
    const { header, claims } = decode(
      mint({ claims: { aud: undefined, extra: [1] }, header: () => ({ kid: undefined, typ: 'JWT' }) }),
    );

    expect(claims).not.toHaveProperty('aud');
    expect(claims['extra']).toEqual([1]);
    expect(header).not.toHaveProperty('kid');
    expect(header['typ']).toBe('JWT');
  });

  it('makes members from the usual ones', () => {
    expect(decode(mint({ claims: ({ iat }) => ({ exp: Number(iat) + 1 }) })).claims['exp']).toBe(NOW + 1);
  });

  it('names one key and signs with another', () => {
    const token = mint({ signedBy: keys.unknown });

    expect(decode(token).header['kid']).toBe(decode(mint()).header['kid']);
    expect(isSigned(token)).toBe(false);
    expect(isSigned(token, keys.unknown.publicKey)).toBe(true);
  });
});

describe('the named token', () => {
  const make = (name: TokenName) => NAMED_TOKENS[name].make({ mint, keys, user, scopes: ['quotes:write'] });
  const user = { ...USER, password: '', scopes: [], email: '' };
  const usual = {
    iss: ISSUER,
    aud: CLIENT,
    client_id: CLIENT,
    iat: NOW,
    nbf: NOW,
    exp: NOW + 3600,
    scope: 'quotes:write',
  };

  const claimsOf: readonly (readonly [TokenName, object])[] = [
    ['valid', usual],
    ['validUser', { ...usual, sub: USER.id, aut: 'APPLICATION_USER' }],
    ['agent', { ...usual, sub: expect.stringMatching(/^[\da-f-]{36}$/), aut: 'AGENT' }],
    [
      'agentForUser',
      { ...usual, sub: USER.id, aut: 'APPLICATION_USER', act: { sub: expect.stringMatching(/^[\da-f-]{36}$/) } },
    ],
    ['audienceArray', { ...usual, aud: ['another-audience', CLIENT] }],
    ['scopeArray', { ...usual, scope: ['quotes:write'] }],
    ['wrongScope', { ...usual, scope: 'another:scope' }],
    ['expired', { ...usual, iat: NOW - 7200, nbf: NOW - 7200, exp: NOW - 3600 }],
    ['notYetValid', { ...usual, nbf: NOW + 3600, exp: NOW + 7200 }],
    ['otherIssuer', { ...usual, iss: 'https://other.example.com/oauth2/token' }],
    ['otherAudience', { ...usual, aud: 'another_application', client_id: 'another_application' }],
    ['otherAudienceOurClient', { ...usual, aud: 'another_application' }],
  ];
  it.each(claimsOf)('"%s" is well signed, and says so', (name, claims) => {
    expect(decode(make(name)).claims).toMatchObject(claims);
    expect(isSigned(make(name))).toBe(true);
  });

  const missing: readonly (readonly [TokenName, string, object])[] = [
    ['noScope', 'scope', { aud: CLIENT }],
    ['scp', 'scope', { scp: 'quotes:write' }],
    ['clientIdOnly', 'aud', { client_id: CLIENT }],
    ['otherClientIdOnly', 'aud', { client_id: 'another_application' }],
    ['issuedInFuture', 'nbf', { iat: NOW + 3600, exp: NOW + 7200 }],
    [
      'subjectToken',
      'aut',
      { ...usual, sub: USER.id, exp: NOW + 180, may_act: { sub: expect.stringMatching(/^[\da-f-]{36}$/) } },
    ],
    ['refreshToken', 'scope', { aud: ISSUER, sub: USER.id, exp: NOW + 86_400, rt_scope: 'quotes:write' }],
    ['idToken', 'scope', { aud: CLIENT, sub: USER.id, amr: ['BasicAuthenticator'] }],
  ];
  it.each(missing)('"%s" is well signed, and has no %s', (name, claim, claims) => {
    expect(decode(make(name)).claims).not.toHaveProperty(claim);
    expect(decode(make(name)).claims).toMatchObject(claims);
    expect(isSigned(make(name))).toBe(true);
  });

  it('"subjectToken" and "refreshToken" say so in typ as WSO2 IS does', () => {
    expect(decode(make('subjectToken')).header['typ']).toBe('jwt');
    expect(decode(make('refreshToken')).header['typ']).toBe('rt+jwt');
  });

  it.each([
    'tamperedHeader',
    'tamperedPayload',
    'tamperedSignature',
    'forged',
    'unknownKey',
    'ps256',
    'es256',
    'hs256',
    'algNone',
  ] as const)('"%s" says nothing wrong, but is not signed with RS256 and the issuer\'s key', (name) => {
    expect(decode(make(name)).claims).toMatchObject(usual);
    expect(isSigned(make(name))).toBe(false);
  });

  it('"tamperedHeader" and "tamperedPayload" are changed where they say', () => {
    expect(decode(make('tamperedHeader')).header['tampered']).toBe(true);
    expect(decode(make('tamperedPayload')).claims['tampered']).toBe(true);
  });

  it.each([
    ['ps256', 'PS256'],
    ['es256', 'ES256'],
    ['hs256', 'HS256'],
    ['algNone', 'none'],
  ] as const)('"%s" names a published key, so that the algorithm is all that is wrong', (name, alg) => {
    expect(decode(make(name)).header).toEqual({ ...decode(mint()).header, alg });
  });

  it('"hs256" is what a verifier accepts that takes the public key for a shared secret', () => {
    const [header, payload, signature] = make('hs256').split('.');
    const secret = keys.current.publicKey.export({ type: 'spki', format: 'pem' });

    expect(createHmac('sha256', secret).update(`${header}.${payload}`).digest('base64url')).toBe(signature);
  });

  it('"algNone" has an empty signature', () => {
    expect(make('algNone')).toMatch(/^[\w-]+\.[\w-]+\.$/);
  });

  it('"unknownKey" names a key that is not published, "noKid" names none', () => {
    expect(decode(make('unknownKey')).header['kid']).not.toBe(decode(mint()).header['kid']);
    expect(decode(make('noKid')).header).not.toHaveProperty('kid');
    expect(isSigned(make('noKid'))).toBe(true);
  });

  it('"opaque" and "garbage" are no JWTs', () => {
    expect(make('opaque')).toMatch(/^[0-9a-f-]{36}$/);
    expect(make('garbage')).toBe('garbage');
  });
});
