import { createTokenSource } from '../../examples/client/tokens';

const ISSUER = 'https://is.example.com/oauth2/token';

/** The answers of the issuer to requests for a token: seconds for which one is valid, or a refusal. */
let answers: (number | 'refused')[];
let asked: string[];
let time: number;

beforeEach(() => {
  asked = [];
  time = 0;
  jest.spyOn(globalThis, 'fetch').mockImplementation(async (url, init) => {
    if (String(url) === `${ISSUER}/.well-known/openid-configuration`) {
      return Response.json({ issuer: ISSUER, token_endpoint: ISSUER });
    }
    asked.push(`${url} ${init?.body}`);
    const answer = answers.shift() ?? 'refused';
    return answer === 'refused'
      ? Response.json({ error: 'invalid_client' }, { status: 401 })
      : Response.json({ access_token: `token-${asked.length}`, token_type: 'Bearer', expires_in: answer });
  });
});
afterEach(() => jest.restoreAllMocks());

const source = () =>
  createTokenSource({ issuer: ISSUER, clientId: 'abc', clientSecret: 'a_b', scopes: ['a', 'b'], now: () => time });

test('a token is asked for once, by all who need one, and again a minute before it expires', async () => {
  answers = [3600, 3600];
  const token = source();
  expect(await Promise.all([token(), token()])).toEqual(['token-1', 'token-1']);
  time = 3539_999;
  expect(await token()).toBe('token-1');
  time = 3540_000;
  expect(await Promise.all([token(), token()])).toEqual(['token-2', 'token-2']);
  expect(asked).toEqual(
    Array(2).fill(`${ISSUER} scope=a+b&grant_type=client_credentials&client_id=abc&client_secret=a_b`),
  );
});

test('a token that lives for less than two minutes is kept for half its life', async () => {
  answers = [100, 100];
  const token = source();
  await token();
  time = 49_999;
  expect(await token()).toBe('token-1');
  time = 50_000;
  expect(await token()).toBe('token-2');
});

test('a refusal is told, and not kept', async () => {
  answers = ['refused', 3600];
  const token = source();
  await expect(token()).rejects.toMatchObject({ error: 'invalid_client' });
  expect(await token()).toBe('token-2');
});
