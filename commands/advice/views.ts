import { type Decision, type JsonObject, jsonText } from '../../local/authorizer';
import type { CheckView, DecisionView, MemberView, TokenView } from '../../local/console';
import { withAdvice } from './advised-checks';
import type { ExplainedCheck, Failure } from './explanation';
import { momentOf, type TokenFacts, type TokenKind } from './token-facts';

/** The meaning of the members of a header that a check or a person looks at. */
const HEADER: Readonly<Record<string, string>> = {
  alg: 'The signing method. API Gateway takes RSA only.',
  kid: 'The name of the key that signed, in the key set of the issuer.',
  typ: 'The type of the token: at+jwt is an access token (RFC 9068).',
  x5t: "The SHA-1 thumbprint of the signing key's certificate.",
  'x5t#S256': "The SHA-256 thumbprint of the signing key's certificate.",
};

/** The meaning of claims, as WSO2 IS writes them. */
const CLAIMS: Readonly<Record<string, string>> = {
  iss: 'The issuer: WSO2 IS at the URL of its token endpoint. It must be the one of the authorizer, to the letter.',
  aud: 'The audience: WSO2 IS writes the client id of the application. One of the authorizer must be among them.',
  client_id: 'The application that asked for the token. It counts as the audience where there is no aud.',
  azp: 'The application that asked for the token. API Gateway does not look at it.',
  sub: 'The subject: the user, or the application where it speaks for itself.',
  aut: 'The one who is authorized: APPLICATION, APPLICATION_USER, or AGENT.',
  act: 'The one who acts for the subject.',
  may_act: 'The one who may exchange this token to act as the subject.',
  scope: 'The scopes that were granted. The route asks for any one of its own.',
  scp: 'The scopes that were granted, under another name.',
  exp: 'The end of the life of the token. It must be ahead.',
  nbf: 'The beginning of its life. It must not be ahead.',
  iat: 'The time of its issue. It must not be ahead.',
  auth_time: 'The time at which the user signed in.',
  jti: 'The name of this one token.',
  org_id: 'The organization that the application belongs to.',
  org_name: 'The name of that organization.',
  org_handle: 'The handle of that organization.',
  cnf: 'The client that the token is bound to. API Gateway does not check it.',
};

const KINDS: Readonly<Record<TokenKind, string>> = {
  'access token': 'an access token by its looks',
  'ID token': 'an ID token by its looks',
  'refresh token': 'a refresh token by its looks',
  'subject token': 'a subject token of impersonation by its looks',
  unknown: 'a JWT',
};

/** A token taken apart. @param at - the clock, in milliseconds since 1970 */
export function tokenView(
  { isReadable, kind, length, segments, isUuid, header, claims }: TokenFacts,
  at: number,
): TokenView {
  return {
    isReadable,
    kind: isReadable
      ? KINDS[kind]
      : isUuid
        ? 'It cannot be read: a UUID, as opaque tokens of WSO2 IS are.'
        : UNREADABLE,
    length,
    segments,
    header: membersOf(header, HEADER, at),
    claims: membersOf(claims, CLAIMS, at),
  };
}

const UNREADABLE = 'It cannot be read: it is no JWT, or not a whole one.';

function membersOf(members: JsonObject, meanings: Readonly<Record<string, string>>, at: number): MemberView[] {
  return Object.entries(members).map(([name, value]) => ({
    name,
    value: jsonText(value),
    meaning: Object.hasOwn(meanings, name) ? meanings[name] : undefined,
    time: momentOf(name, value, at),
  }));
}

/** The members that each check looks at. */
const LOOKS_AT: Readonly<Partial<Record<ExplainedCheck['name'], CheckView['looksAt']>>> = {
  algorithm: [{ part: 'header', name: 'alg' }],
  kid: [{ part: 'header', name: 'kid' }],
  signature: [{ part: 'header', name: 'kid' }],
  issuer: [{ part: 'claims', name: 'iss' }],
  expiry: [{ part: 'claims', name: 'exp' }],
  'not-before': [{ part: 'claims', name: 'nbf' }],
  'issued-at': [{ part: 'claims', name: 'iat' }],
};

/** A decision, with what to do about each check that failed. */
export function decisionView(decision: Decision, context: Omit<Failure, 'check'>): DecisionView {
  const { header, claims } = context.token;
  const isKnown = decision.checks.some(({ name, result }) => name === 'kid' && result === 'pass');
  const kid = isKnown && typeof header['kid'] === 'string' ? header['kid'] : undefined;
  const present = (...names: string[]) =>
    names.filter((name) => claims[name] !== undefined).map((name) => ({ part: 'claims', name }) as const);
  const looksAt = (name: ExplainedCheck['name']): CheckView['looksAt'] => {
    switch (name) {
      case 'audience':
        return present(claims['aud'] === undefined ? 'client_id' : 'aud');
      case 'scope':
        return present('scope', 'scp');
      default:
        return LOOKS_AT[name] ?? [];
    }
  };
  return {
    allowed: decision.allowed,
    ...(!decision.allowed && { status: decision.refusal.status, body: decision.refusal.body }),
    checks: withAdvice(decision, context).map((check) => ({
      ...check,
      looksAt: looksAt(check.name),
      ...((check.name === 'kid' || check.name === 'signature') && kid !== undefined && { kid }),
    })),
  };
}
