import { isSecretName, secretsNamedIn, withoutSecrets } from '../../../commands/kit/secret-names';

describe('the value of a secret is not shown, by its name', () => {
  test.each<[string, string, string]>([
    [
      'in a form',
      'grant_type=password&username=alice&password=hunter%202&scope=a',
      'grant_type=password&username=alice&password=(not shown)&scope=a',
    ],
    ['in a query', '/token?client_secret=abc&x=1', '/token?client_secret=(not shown)&x=1'],
    ['in a form within a form', 'body=a%26refresh_token%3Dabc', 'body=a%26refresh_token%3D(not shown)'],
    ['the code of a login in a query', '/callback?code=abc&state=x', '/callback?code=(not shown)&state=x'],
    ['the code of a login in a form', 'code=abc&state=x', 'code=(not shown)&state=x'],
    [
      'a code in JSON that looks made by chance',
      '{"code":"5e9a1c0f-3b1d-4a58-9f5a-0c6b6f7d2e11"}',
      '{"code":"(not shown)"}',
    ],
    [
      'in JSON, whatever joins its words',
      '{"client_secret":"b","clientSecret":"c","db-password":"d","n":"e"}',
      '{"client_secret":"(not shown)","clientSecret":"(not shown)","db-password":"(not shown)","n":"e"}',
    ],
    ['in JSON with an escaped quote', String.raw`{"password":"a\"b","n":1}`, '{"password":"(not shown)","n":1}'],
    ['in JSON that was cut off', '{"n":1,"assertion":"abc', '{"n":1,"assertion":"(not shown)'],
    ['a number in JSON', '{"password":12345,"n":1}', '{"password":"(not shown)","n":1}'],
    ['a list in JSON', '{"cookies":["sid=a","b=c"],"n":[1]}', '{"cookies":"(not shown)","n":[1]}'],
    [
      'in JSON within JSON',
      JSON.stringify({ body: JSON.stringify({ refresh_token: 'abc', n: 1 }) }),
      JSON.stringify({ body: JSON.stringify({ refresh_token: '(not shown)', n: 1 }) }),
    ],
    [
      'as Node.js prints an object',
      `{ password: 'a b', 'x-api-key': "it's", id: 'c' }`,
      `{ password: '(not shown)', 'x-api-key': "(not shown)", id: 'c' }`,
    ],
    [
      'in a line of a log',
      'INFO Asked client_secret="a b" status=200',
      'INFO Asked client_secret=(not shown) status=200',
    ],
    ['a header', 'GET / HTTP/1.1\r\nX-Api-Key: 12 3\r\nhost: a', 'GET / HTTP/1.1\r\nX-Api-Key: (not shown)\r\nhost: a'],
    ['the header Cookie', 'cookie: sid=a; b=c\nhost: a', 'cookie: (not shown)\nhost: a'],
    [
      'in a part of a form',
      'Content-Disposition: form-data; name="password"\r\n\r\nhun\r\nter\r\n--b--',
      'Content-Disposition: form-data; name="password"\r\n\r\n(not shown)\r\n--b--',
    ],
    [
      'in XML',
      '<ns:password type="a">b</ns:password><c>d</c>',
      '<ns:password type="a">(not shown)</ns:password><c>d</c>',
    ],
    ['a JWT, by its looks', 'got eyJhbGciOiJub25lIn0.e30.x', 'got (a token, not shown)'],
    ['a JWT under a name, once', 'access_token=eyJhbGciOiJub25lIn0.e30.x', 'access_token=(a token, not shown)'],
  ])('%s', (_, text, shown) => {
    expect(withoutSecrets(text)).toBe(shown);
    // What is hidden stays as it is.
    expect(withoutSecrets(shown)).toBe(shown);
  });
});

test.each([
  '{"code":"quote_expired","message":"The quote has expired."}',
  'INFO Answered code=QUOTE_NOT_FOUND status=404',
  '{"token_type":"Bearer","expires_in":3600,"password_policy":"strong"}',
  'password: must be at least 8 characters',
  'token: found none, expected a token in $request.header.Authorization',
  '{"secretary":"Ann","tokens":["a"],"keys":[{"kid":"a"}]}',
  '{"hasPassword":true,"password":null}',
  '/quotes?page=2&q=passwords&nextToken=abc',
])('other text stays as it is: %s', (text) => {
  expect(withoutSecrets(text)).toBe(text);
  expect(secretsNamedIn(text)).toEqual([]);
});

test.each(['X-Api-Key', 'cookie', 'Proxy-Authorization', 'client_secret', 'code', 'access_token', 'Set-Cookie'])(
  '%s is the name of a secret',
  (name) => expect(isSecretName(name)).toBe(true),
);

test.each(['host', 'content-type', 'x-amzn-trace-id', 'token_type', 'codec', 'www-authenticate', 'page'])(
  '%s is none',
  (name) => expect(isSecretName(name)).toBe(false),
);

test('the secrets that a text names are known by their values, to be found without their names', () => {
  expect(secretsNamedIn('client_secret=abcdefgh&x=1')).toEqual(['abcdefgh']);
  expect(secretsNamedIn('{"password":"12345678","n":1}')).toEqual(['12345678']);
});
