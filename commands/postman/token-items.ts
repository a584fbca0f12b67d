import { type Item, item } from './item';

const BASIC = {
  type: 'basic',
  basic: [
    { key: 'username', value: '{{client_id}}', type: 'string' },
    { key: 'password', value: '{{client_secret}}', type: 'string' },
  ],
};

/** The requests to WSO2 IS: where it issues tokens, and two tokens. */
export function tokenItems(): Item[] {
  return [
    item({
      name: 'Ask WSO2 IS where it issues tokens',
      method: 'GET',
      url: {
        raw: '{{issuer}}/.well-known/openid-configuration',
        host: ['{{issuer}}'],
        path: ['.well-known', 'openid-configuration'],
      },
      after: [
        "pm.test('answers 200, under the very name of the issuer', () => {",
        '  pm.response.to.have.status(200);',
        "  pm.expect(pm.response.json().issuer).to.eql(pm.environment.get('issuer'));",
        '});',
        "pm.environment.set('token_endpoint', pm.response.json().token_endpoint);",
      ],
    }),
    tokenItem('Get a token with the scopes of the API', 'access_token', [{ key: 'scope', value: '{{scopes}}' }]),
    tokenItem('Get a token without scope', 'token_without_scope', []),
  ];
}

function tokenItem(name: string, variable: string, parameters: readonly { key: string; value: string }[]): Item {
  return item({
    name,
    method: 'POST',
    url: { raw: '{{token_endpoint}}', host: ['{{token_endpoint}}'] },
    auth: BASIC,
    body: {
      mode: 'urlencoded',
      urlencoded: [{ key: 'grant_type', value: 'client_credentials' }, ...parameters].map((parameter) => ({
        ...parameter,
        type: 'text',
      })),
    },
    // What an earlier run got must not stand in for what this one did not get.
    before: [`pm.environment.unset('${variable}');`],
    after: [
      "pm.test('answers 200 with a JWT: the application has JWT as its access token type', () => {",
      '  pm.response.to.have.status(200);',
      "  pm.expect(pm.response.json().access_token.split('.').length).to.eql(3);",
      '});',
      `pm.environment.set('${variable}', pm.response.json().access_token);`,
    ],
  });
}
