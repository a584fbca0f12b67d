import { callerOf } from '../../lambda/caller';
import { me } from '../../lambda/me';
import { is7User, is510User } from './support/claims';
import { eventOf } from './support/events';

const answerTo = (claims: Record<string, unknown>) =>
  JSON.parse(JSON.stringify(me(callerOf(eventOf('GET /me', { claims })))));

describe('GET /me', () => {
  test('tells a caller of WSO2 IS 7 who they are, with times in ISO 8601', () => {
    expect(answerTo(is7User)).toEqual({
      subject: 'c3b1f9c2-8a52-4b7e-9f0d-2f6a1e5d7c90',
      clientId: 'bq2fH0cVwTz9sXk1RmLd7uYpEeQa',
      kind: 'user',
      scopes: ['openid', 'quotes:write'],
      organization: { id: '10084a8d-113f-4211-a0d5-efe36b082211', name: 'Super' },
      issuer: 'https://localhost:9443/oauth2/token',
      audience: ['bq2fH0cVwTz9sXk1RmLd7uYpEeQa'],
      tokenId: '0f8c6c3e-5a0e-4d53-9e0b-6a3c1d2f4b5a',
      issuedAt: '2025-04-14T21:13:56.000Z',
      expiresAt: '2025-04-14T22:13:56.000Z',
    });
  });

  test('leaves out what the token does not say', () => {
    const { iat: _, jti: __, ...claims } = is510User;
    expect(Object.keys(answerTo(claims))).toEqual([
      'subject',
      'clientId',
      'kind',
      'scopes',
      'issuer',
      'audience',
      'expiresAt',
    ]);
  });
});
