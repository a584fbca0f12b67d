import { createJwtAuthorizer, createStaticKeys } from '../../../local/authorizer';
import { CLIENT_ID, claimsWith, createRsaKey, ISSUER, jwkOf, NOW, sealed, segment } from '../authorizer/minting';
import { RETURNS_EVENT } from './support/code';
import { shareTestGateway } from './support/test-gateway';

// From the bytes of a token to what the function and the access log see.

const KEY = createRsaKey('one');

/** A token with these members after the usual ones, as they are. */
function tokenWith(members: string): string {
  const header = segment({ alg: 'RS256', kid: KEY.kid });
  return sealed(KEY, `${header}.${segment(`${JSON.stringify(claimsWith()).slice(0, -1)},${members}}`)}`);
}

const now = () => NOW;
const keys = createStaticKeys({ keys: [jwkOf(KEY)] }, 'the tests');
const shared = shareTestGateway(
  {
    authorizer: { JwtConfiguration: { Audience: [CLIENT_ID, '12345678901234567890'], Issuer: ISSUER } },
    routes: { 'GET /me': { scopes: [] } },
    stage: { AccessLogSettings: { DestinationArn: 'arn', Format: '$context.authorizer.claims.claim' } },
  },
  RETURNS_EVENT,
  { now, createAuthorizer: (model) => createJwtAuthorizer(model, { keys, now }) },
);

describe('a number among the claims', () => {
  test.each([
    ['12345678901234567890', '12345678901234567890'],
    ['-9007199254740993', '-9007199254740993'],
    ['1000000000000000000000', '1000000000000000000000'],
    ['0.12345678901234567890123', '0.12345678901234567890123'],
    ['[9007199254740993,1]', '[9007199254740993 1]'],
    ['{"id":9007199254740993}', 'map[id:9007199254740993]'],
    ['1788938046', '1788938046'],
    ['1.50', '1.5'],
  ])('%s reaches the function and the access log as %s [F157]', async (json, text) => {
    const gateway = shared();
    const headers = { authorization: tokenWith(`"claim":${json}`) };
    const { status, body } = await gateway.send({ headers });
    expect(status).toBe(200);
    expect(JSON.parse(body).requestContext.authorizer.jwt.claims.claim).toBe(text);
    expect(gateway.records.at(-1)?.accessLog()).toBe(text);
  });

  test('that no double can hold makes the token malformed [F158]', async () => {
    const gateway = shared();
    const { status, headers } = await gateway.send({ headers: { authorization: tokenWith('"claim":1e400') } });
    expect(status).toBe(401);
    expect(headers['www-authenticate']).toContain('token header or payload is not a JSON object');
  });

  test('is no audience, even if it has the digits of one', async () => {
    const gateway = shared();
    const { status } = await gateway.send({ headers: { authorization: tokenWith('"aud":12345678901234567890') } });
    expect(status).toBe(401);
    expect(gateway.records.at(-1)?.reason).toBe(
      `audience: found aud 12345678901234567890, expected one of ["${CLIENT_ID}","12345678901234567890"]`,
    );
  });

  test('is a time, however many digits it has', async () => {
    const gateway = shared();
    const seconds = NOW / 1000;
    const at = async (exp: string) =>
      (await gateway.send({ headers: { authorization: tokenWith(`"exp":${exp}`) } })).status;
    expect(await at(`${seconds + 5}.000000000000000000001`)).toBe(200);
    expect(await at(`${seconds}.000000000000000000001`)).toBe(401);
    expect(await at(`${seconds}00000000000000000000`)).toBe(401);
  });
});
