import { MAX_TOKEN_LENGTH } from '../../local/authorizer';
import type { ShippedKey } from '../../mirror';
import type { JudgedApp } from './judged-app';
import type { TokenFacts } from './token-facts';

/** Room for other headers and the request line, in bytes. */
const ROOM = 2_048;

/** Facts besides the token that the notes depend on. */
export interface NotesContext {
  readonly app: JudgedApp;
  /** The keys are not from the issuer. */
  readonly isOffline: boolean;
  /** The key of the token, where it is one that WSO2 ships. @default it is not */
  readonly shipped?: ShippedKey | undefined;
}

/**
 * Notes on what the decision on a token that passes does not say: what API Gateway does not look at, and what is not
 * established of it.
 *
 * @param passed the keys of the routes whose authorizer lets it pass
 */
export function notesOn(
  token: TokenFacts,
  passed: readonly string[],
  { app, isOffline, shipped }: NotesContext,
): string[] {
  const { kind, claims, length } = token;
  const notes: string[] = [];
  if (shipped !== undefined) {
    notes.push(
      `The key that signed it ships with ${shipped.shippedIn}, private half included: anyone can forge such tokens. Replace the key before anything trusts this issuer: ${app.preflight} says how.`,
    );
  }
  if (passed.length === 0) {
    return notes;
  }
  const names = passed.join(', ');
  if (kind === 'ID token' || kind === 'refresh token') {
    notes.push(
      `This looks like ${kind === 'ID token' ? 'an ID token' : 'a refresh token'}, and passes ${names} all the same: API Gateway does not tell token types apart. Require a scope on the route, and send access tokens.`,
    );
  }
  if (kind === 'subject token') {
    notes.push(
      `This looks like a subject token of impersonation, and passes ${names} all the same: API Gateway does not tell token types apart. It has scopes, so that no scope on a route keeps it out: the function must refuse tokens with may_act${app.refusal}.`,
    );
  }
  if (claims['cnf'] !== undefined) {
    notes.push('The token is bound to its client (cnf). API Gateway does not check that: it takes it from anybody.');
  }
  if (Array.isArray(claims['scope']) || Array.isArray(claims['scp'])) {
    notes.push(
      'The scopes are a JSON array. A string with spaces is what AWS documents: switch enableJwtScopeAsArray of the application off in WSO2 IS (7.3), or let the action that writes an array write a string.',
    );
  }
  if (length > MAX_TOKEN_LENGTH - ROOM) {
    notes.push(
      `The token has ${length} characters. API Gateway takes at most ${MAX_TOKEN_LENGTH} bytes of request line and headers together.`,
    );
  }
  if (isOffline) {
    notes.push(`The issuer was not asked. Whether API Gateway gets its keys is what ${app.preflight} tells.`);
  }
  notes.push('API Gateway does not ask whether WSO2 IS has revoked the token: it passes until it expires.');
  return notes;
}
