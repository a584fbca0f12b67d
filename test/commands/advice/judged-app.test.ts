import { ADVICE } from '../../../commands/advice/advice';
import type { Failure } from '../../../commands/advice/explanation';
import { ANOTHER_APP, OUR_APP } from '../../../commands/advice/judged-app';
import { notesOn } from '../../../commands/advice/notes';
import { tokenFacts } from '../../../commands/advice/token-facts';
import type { FailureCode } from '../../../local/authorizer/decision';
import { advice, ISSUER, token } from './advice-of';

/** Tokens that lead to each sentence that names a place of an app. */
const CLAIMS: readonly object[] = [
  {},
  { aud: 'other', client_id: 'other' },
  { aud: ['https://api.example.com'], client_id: 'other' },
  { aud: ['https://api.example.com'], client_id: 'mine' },
  { aud: 'https://api.example.com' },
  { iss: `${ISSUER}/` },
  { iss: 'https://other.example.com/oauth2/token' },
  { iss: 'https://is.example.com/t/acme/oauth2/token' },
  { iss: 'https://is.example.com/t/carbon.super/oauth2/token' },
  { iss: 'https://is.example.com/is/oauth2/token' },
  { iss: 'https://is.example.com/oauth2/tokens' },
  { iss: 'https://api.asgardeo.io/t/one/oauth2/token' },
  { may_act: { sub: 'a' }, scope: 'quotes:write' },
];

/** All advice and all notes on those tokens. */
function said(app: Failure['app']): string[] {
  const trusted = { issuer: ISSUER, clientIds: ['mine', 'replace_with_client_id'] };
  const asgardeo = { ...trusted, issuer: 'https://api.eu.asgardeo.io/t/one/oauth2/token' };
  const codes = Object.keys(ADVICE) as FailureCode[];
  return CLAIMS.flatMap((claims) => {
    const given = token(claims, { alg: 'RS256', kid: 'a' });
    return [
      ...codes.flatMap((code) => [trusted, asgardeo].map((one) => advice(code, given, { app, trusted: one }))),
      ...notesOn(tokenFacts(given), ['GET /me'], { app, isOffline: true }),
    ];
  });
}

/** Words that only this project has. */
const OURS = /config\/|lambda\/|clientIds|-c env=/;

test('to who serves the cdk.out of another app no advice names a file or an environment of this one', () => {
  expect(said(ANOTHER_APP).filter((sentence) => OURS.test(sentence))).toEqual([]);
});

test('it names the issuer and the audience of the authorizer, as JwtHttpApi and the template have them', () => {
  const all = said(ANOTHER_APP).join('\n');
  expect(all).toContain(
    'add "other" to the audience of its authorizer (audience of JwtHttpApi, Audience in the template) and deploy.',
  );
  expect(all).toContain(
    'write the issuer of its authorizer (issuer of JwtHttpApi, Issuer in the template) exactly as the token has it',
  );
  expect(all).toContain('Run npm run preflight -- -c issuer=URL with the issuer of its authorizer: it');
  expect(all).toContain('the function must refuse tokens with may_act.');
});

test('of this app it names the files', () => {
  const all = said(OUR_APP).join('\n');
  for (const place of [
    'clientIds in config/environments.ts',
    'the issuer in config/environments.ts',
    'callerOf in lambda/caller.ts',
  ]) {
    expect(all).toContain(place);
  }
});
