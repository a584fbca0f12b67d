import { advice, token } from './advice-of';

const RESTART =
  "If new tokens are like this too, restart every node of WSO2 IS: after a tenant's keystore was changed, tokens name the old key until then.";

test.each([
  ['NTAxZmMxNDMyZDg3MTU1ZGM0MzEzODJhZWI4NDNlZDU1OGFkNjFiMQ', '5.4 to 5.8'],
  ['NTAxZmMxNDMyZDg3MTU1ZGM0MzEzODJhZWI4NDNlZDU1OGFkNjFiMQ_RS256', '5.9'],
])('knows a kid of an older release (%s)', (kid, releases) => {
  const text = advice('unknown-kid', token({}, { kid }));
  expect(text).toContain(`The kid has the form of WSO2 IS ${releases};`);
  expect(text).toContain(
    'add_previous_version_kid = true under [oauth.jwks_endpoint] in deployment.toml (6.1 and later)',
  );
});

test('says nothing of the form of other kids', () => {
  expect(advice('unknown-kid', token({}, { kid: 'key-1' }))).toMatch(/^If key or certificate were changed/);
});

test('knows that a server names an old key until it restarts', () => {
  expect(advice('unknown-kid', token({}, { kid: 'key-1' })).split('\n')).toEqual([
    'If key or certificate were changed after the token was issued (WSO2 IS makes kid from the certificate), ask for a new token. Next time keep the old key in the keystore for two hours, as long as API Gateway may hold keys, and the life of a token; a key that WSO2 ships, never.',
    RESTART,
    'Otherwise another server or another tenant signed it: compare its iss with the issuer, and in a cluster the keystores of all nodes.',
  ]);
});

test('accuses nobody of a signature that the named key did not make', () => {
  expect(advice('signature', token({}, { kid: 'key-1' })).split('\n')).toEqual([
    'Copy the token again, whole: it was cut off or changed on the way here.',
    `If it is whole, another key than that of its kid signed it. ${RESTART} The key set may list both keys.`,
    'In a cluster every node needs the same keystore, and the key set has to come from the server that issued the token.',
    'If none of this is so, do not trust it: nobody knows who signed it.',
  ]);
});

test.each([
  ['key-1', 'key-1_RS256', 'which the key set has and the token has not'],
  ['key-1_RS256', 'key-1', 'which the token has and the key set has not'],
])('sees that %s and %s differ in the suffix only', (kid, listed, which) => {
  const expected = `other, ${listed}`;
  expect(advice('unknown-kid', token({}, { kid }), { expected }).split('\n')[0]).toBe(
    `The kids differ in the suffix _RS256 only, ${which}: bring all nodes of WSO2 IS to the same update, one that writes both alike, and ask for a new token. Updates of 5.7 are known to differ so.`,
  );
});

test('leads an issuer below oidcdiscovery to the one that WSO2 IS writes', () => {
  const trusted = { issuer: 'https://is.example.com/oauth2/oidcdiscovery', clientIds: [] };
  expect(advice('discovery', 'x', { trusted })).toContain(
    'WSO2 IS names itself by /oauth2/token in iss: write that into the issuer instead of /oauth2/oidcdiscovery.',
  );
});
