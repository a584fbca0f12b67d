import { show } from '../../lib/check/fault';
import { type FailureCode, type Json, printable } from '../../local/authorizer';
import { WSO2_PLACES } from '../wso2/places';
import { audienceAdvice } from './audience-advice';
import type { Failure } from './explanation';
import { issuerAdvice } from './issuer-advice';
import { algorithmAdvice, kidAdvice, signatureAdvice, unreachableAdvice } from './key-advice';
import { SEND_INSTEAD, timeSpan } from './token-facts';

const COPIED = 'Copy the token again, whole: it was cut off or changed on the way here.';
const WRITTEN_BY_WSO2 = (claim: string) =>
  `WSO2 IS always writes ${claim}: look for another issuer, or a pre-issue-access-token action that takes it away.`;

/** Advice about each failure, a sentence a step. */
export const ADVICE: Readonly<Record<FailureCode, (failure: Failure) => readonly string[]>> = {
  'no-token': () => ['Send the token where the identity source has it.'],
  'too-long': () => [
    'API Gateway takes at most 10,240 bytes of request line and headers together: make the token smaller.',
    `Take user attributes such as groups out of the access token: ${WSO2_PLACES.accessToken}.`,
  ],
  segments: segmentsAdvice,
  'not-base64url': () => [COPIED],
  'not-json': () => [COPIED, 'If it is whole, it is no JWT, or not one that WSO2 IS issued.'],
  'critical-header': () => ['WSO2 IS issues no such token: it is from another issuer, or made by hand.'],
  'no-algorithm': () => ['WSO2 IS always writes alg: the token is from another issuer, or made by hand.'],
  algorithm: algorithmAdvice,
  discovery: unreachableAdvice,
  jwks: unreachableAdvice,
  'no-kid': () => [
    'WSO2 IS writes kid since 5.4: upgrade an older one; otherwise the token is from another issuer.',
    'API Gateway never tries all keys: a token without kid is refused.',
  ],
  'unknown-kid': kidAdvice,
  'unusable-key': ({ app }) => [
    `Run ${app.preflight}: it lists the keys that API Gateway cannot use, and why.`,
    'Give WSO2 IS an RSA signing key of at least 2048 bits, under a kid of its own.',
  ],
  'key-algorithm': () => [
    'WSO2 IS lists a key once for each algorithm, each under its own kid: the token names that of another algorithm.',
    'Send the access token: an ID token may be signed with another algorithm than it.',
  ],
  signature: signatureAdvice,
  issuer: issuerAdvice,
  audience: audienceAdvice,
  expired: expiredAdvice,
  'bad-expiry': () => [WRITTEN_BY_WSO2('exp')],
  'not-yet-valid': aheadAdvice,
  'bad-not-before': () => [WRITTEN_BY_WSO2('nbf')],
  'issued-in-future': aheadAdvice,
  'bad-issued-at': () => [WRITTEN_BY_WSO2('iat')],
  scope: scopeAdvice,
  internal: () => ['This is a fault of this project, not of the token: report it, without the token.'],
};

function segmentsAdvice({ token: { segments, isUuid } }: Failure): string[] {
  if (segments === 5) {
    return [
      'The token is encrypted (JWE): API Gateway reads signed tokens only.',
      `Send the access token. WSO2 IS encrypts ID tokens where the application has it so (${WSO2_PLACES.idToken}); switch encryption off where the token is meant to be read by API Gateway.`,
    ];
  }
  if (segments > 1) {
    return [COPIED];
  }
  return [
    isUuid
      ? "The token is opaque, WSO2 IS's default: API Gateway has no way to ask what it stands for."
      : 'This is no JWT: an opaque token, or not a token at all.',
    `Let the application get JWTs: ${WSO2_PLACES.tokenType}. Then ask for a new token.`,
  ];
}

/** Advice about an expired token. */
function expiredAdvice({ token: { claims }, at }: Failure): string[] {
  const { exp, iat } = claims;
  const life = typeof exp === 'number' && typeof iat === 'number' ? `, after a life of ${timeSpan(exp - iat)}` : '';
  return [
    `It expired ${timeSpan(Number(exp) - at / 1000)} ago${life}: ask for a new one.`,
    `How long tokens live is set per application: ${WSO2_PLACES.accessToken}; and for all, 3600 s by default, in deployment.toml: app_access_token_validity and user_access_token_validity under [oauth.token_validation]. Keep it short: API Gateway does not ask whether a token was revoked.`,
    'To see what else is wrong with it, ask as of when it was issued: --at iat.',
  ];
}

/** Advice about a token from the future. */
function aheadAdvice({ check, token: { claims }, at }: Failure): string[] {
  const ahead = Number(check.code === 'not-yet-valid' ? claims['nbf'] : claims['iat']) - at / 1000;
  return [
    `It is ${timeSpan(ahead)} ahead. WSO2 IS writes the time of issue into nbf and iat: set its clock, and that of this machine, by NTP.`,
    'API Gateway documents no leeway, so that even a second may count.',
  ];
}

/** Advice about a valid token without a scope of the route. */
function scopeAdvice({ token: { claims, kind }, scopes }: Failure): string[] {
  if (kind === 'ID token' || kind === 'refresh token' || kind === 'subject token') {
    return [SEND_INSTEAD[kind]];
  }
  const unreadable = (['scope', 'scp'] as const).flatMap((name) => unreadableScopes(name, claims[name]));
  if (unreadable.length > 0) {
    return [
      ...unreadable,
      'A pre-issue-access-token action may have replaced it: let the action leave it out, or write scopes into it.',
    ];
  }
  const both = claims['scope'] !== undefined && claims['scp'] !== undefined;
  return [
    ...(both ? ['The token has scope and scp. Which one API Gateway takes is not established: have one only.'] : []),
    ...(!both && typeof claims['scope'] === 'string' && differsInCase(claims['scope'], scopes)
      ? [`Scopes are compared to the letter: ${printable(show(claims['scope']))} is written otherwise.`]
      : []),
    'Ask for the scope in the token request (scope=…): WSO2 IS leaves out, without an error, what it does not grant.',
    `On IS 7, give an API resource the scope (${WSO2_PLACES.apiResources}) and authorize the application to it (${WSO2_PLACES.apiAuthorization}).`,
    ROLES.get(claims['aut']) ?? ROLE_OF_A_USER,
    'On 5.x and 6.x any scope that is asked for is granted, unless a scope validator or a scope binding says otherwise.',
  ];
}

const ROLE_OF_A_USER =
  'For a token of a user, a role of the application must have the scope, and the user must have the role.';

/** The advice about roles, by `aut`. To WSO2 IS an agent is a user of a user store for agents. */
const ROLES: ReadonlyMap<Json | undefined, string> = new Map([
  ['APPLICATION', 'The token is for the application itself: it needs no role.'],
  [
    'AGENT',
    'For the token of an agent, a role of the application must have the scope, and the agent must have the role.',
  ],
]);

/** That a claim is there and holds no scopes, whatever was asked for. */
function unreadableScopes(name: string, value: Json | undefined): string[] {
  const isReadable =
    value === undefined ||
    typeof value === 'string' ||
    (Array.isArray(value) && value.every((element) => typeof element === 'string'));
  return isReadable
    ? []
    : [
        `The claim ${name} is ${typeName(value)}, which holds no scopes: WSO2 IS writes a text with spaces between them.`,
      ];
}

function typeName(value: Json): string {
  if (value === null) {
    return 'null';
  }
  if (typeof value !== 'object') {
    return `a ${typeof value}`;
  }
  return Array.isArray(value) ? 'an array of more than texts' : 'an object';
}

function differsInCase(granted: string, scopes: readonly string[]): boolean {
  const lower = granted.toLowerCase().split(' ');
  return scopes.some((scope) => lower.includes(scope.toLowerCase()));
}
