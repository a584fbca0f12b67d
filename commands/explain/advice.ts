import { show } from '../../lib/check/fault';
import { type FailureCode, printable } from '../../local/authorizer';
import { HANDBOOK, UNTRUSTED, WSO2_PLACES } from '../wso2/places';
import type { Failure } from './explanation';
import { issuerAdvice } from './issuer-advice';
import { timeSpan } from './token-facts';

const COPIED = 'Copy the token again, whole: it was cut off or changed on the way here.';
const WRITTEN_BY_WSO2 = (claim: string) =>
  `WSO2 IS always writes ${claim}: look for another issuer, or a pre-issue-access-token action that takes it away.`;

/** What to do about each failure, a sentence a step. */
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
  'unusable-key': () => [
    'Run npm run preflight: it lists the keys that API Gateway cannot use, and why.',
    'Give WSO2 IS an RSA signing key of at least 2048 bits, under a kid of its own.',
  ],
  'key-algorithm': () => [
    'WSO2 IS lists a key once for each algorithm, each under its own kid: the token names that of another algorithm.',
    'Send the access token: an ID token may be signed with another algorithm than it.',
  ],
  signature: () => [
    COPIED,
    'If it is whole, another key than the published one signed it: in a cluster every node needs the same keystore, and the key set has to come from the server that issued the token.',
    'If neither is so, somebody made it: do not trust it.',
  ],
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

/** What to do about a signing method that API Gateway refuses. */
function algorithmAdvice({ token }: Failure): string[] {
  const algorithm = String(token.header['alg']);
  if (/^none$/i.test(algorithm)) {
    return [
      'The token is not signed: nobody can tell who made it.',
      'If WSO2 IS issued it, set validation_response_signing_algorithm in deployment.toml back to SHA256withRSA.',
    ];
  }
  if (algorithm.startsWith('HS')) {
    return [
      'The token is signed with a shared secret. WSO2 IS issues no such access token: it is from another issuer, or forged with the public key as the secret.',
    ];
  }
  return [
    ...(token.kind === 'ID token' ? ['This looks like an ID token: send the access token.'] : []),
    ...(algorithm.startsWith('PS')
      ? ['AWS says that RSA-based algorithms are supported; whether PS algorithms are among them is not established.']
      : []),
    'WSO2 IS signs access tokens with the server-wide algorithm: set validation_response_signing_algorithm in deployment.toml to SHA256withRSA, its default. An application can have another one for ID tokens only.',
  ];
}

/** What to do about an issuer whose keys cannot be had. */
function unreachableAdvice({ check, isLaptop }: Failure): string[] {
  return [
    'Without the keys the signature is not checked, and API Gateway answers 401 to every token.',
    ...(UNTRUSTED.some((code) => check.found.includes(code))
      ? [
          `Compare the fingerprint with that of the server's own certificate, and give the certificate with --ca FILE to go on here: ${HANDBOOK.ownServer}. API Gateway itself trusts public authorities only.`,
        ]
      : []),
    ...(isLaptop ? ['The issuer is that of a laptop: run npm start, which stands in for it.'] : []),
    'Run npm run preflight: it finds out what keeps API Gateway from the issuer. To do without it, give a saved key set: --jwks FILE.',
  ];
}

/** What to do about a `kid` that the key set does not have. */
function kidAdvice({ token: { header } }: Failure): string[] {
  const form = formOf(String(header['kid']));
  return [
    ...(form === undefined
      ? []
      : [
          `The kid has the form of WSO2 IS ${form}; later releases name the same key otherwise. After an upgrade ask for a new token, or have the key set list the old names too (JWTValidatorConfigs.JWKSEndpoint.AddPreviousVersionKID in identity.xml, since 6.1).`,
        ]),
    'If key or certificate were changed after the token was issued (WSO2 IS makes kid from the certificate), ask for a new token. Keep the old key in the keystore for two hours, as long as API Gateway may hold keys, and the life of a token.',
    'Otherwise another server or another tenant signed it: compare its iss with the issuer, and in a cluster the keystores of all nodes.',
  ];
}

/** In which releases WSO2 IS wrote a `kid` that way, where it no longer does. */
function formOf(kid: string): string | undefined {
  const [hash = '', ...suffix] = kid.split('_');
  const isSha1 = /^[\da-f]{40}$/.test(Buffer.from(hash, 'base64url').toString('latin1'));
  return isSha1 ? (suffix.length === 0 ? '5.4 to 5.8' : '5.9') : undefined;
}

/** What to do about an expired token. */
function expiredAdvice({ token: { claims }, at }: Failure): string[] {
  const { exp, iat } = claims;
  const life = typeof exp === 'number' && typeof iat === 'number' ? `, after a life of ${timeSpan(exp - iat)}` : '';
  return [
    `It expired ${timeSpan(Number(exp) - at / 1000)} ago${life}: ask for a new one.`,
    `How long tokens live is set per application: ${WSO2_PLACES.accessToken}; and for all, 3600 s by default, in deployment.toml: app_access_token_validity and user_access_token_validity under [oauth.token_validation]. Keep it short: API Gateway does not ask whether a token was revoked.`,
    'To see what else is wrong with it, ask as of when it was issued: --at iat.',
  ];
}

/** What to do about a token from the future. */
function aheadAdvice({ check, token: { claims }, at }: Failure): string[] {
  const ahead = Number(check.code === 'not-yet-valid' ? claims['nbf'] : claims['iat']) - at / 1000;
  return [
    `It is ${timeSpan(ahead)} ahead. WSO2 IS writes the time of issue into nbf and iat: set its clock, and that of this machine, by NTP.`,
    'API Gateway documents no leeway, so that even a second may count.',
  ];
}

const FILE = 'clientIds in config/environments.ts';

/** What to do about a token for somebody else. */
export function audienceAdvice({ token: { claims }, trusted, environments }: Failure): string[] {
  const { aud, azp, client_id } = claims;
  const client = [client_id, azp, aud].find((value) => typeof value === 'string');
  const own = [client_id, azp].find((value) => typeof value === 'string' && trusted.clientIds.includes(value));
  if (own !== undefined) {
    return [
      `The token was issued to ${show(own)}, which is accepted, but aud says otherwise, and aud decides wherever there is one.`,
      'WSO2 IS puts the client id into aud: look for a pre-issue-access-token action that replaces it, or a scope named aud.',
      `Or accept the audience: add it to ${FILE} and deploy.`,
    ];
  }
  if (client === undefined) {
    return ['The token names no application: WSO2 IS always writes aud, so it is from another issuer.'];
  }
  const name = printable(show(client));
  const [placeholder] = trusted.clientIds.filter((id) => id.startsWith('replace_with_'));
  const [environment] = Object.keys(environments).filter((key) => environments[key]?.clientIds.includes(client));
  return [
    `The token was issued to the application ${name}.`,
    ...(placeholder === undefined
      ? []
      : [`${FILE} still has the placeholder ${placeholder}: put the client id there.`]),
    ...(environment === undefined
      ? []
      : [`That is a client of the environment ${environment}: use -c env=${environment}.`]),
    `Ask for the token as an accepted application (its client id: ${WSO2_PLACES.protocol}), or add ${name} to ${FILE} and deploy.`,
  ];
}

/** What to do about a valid token without a scope of the route. */
export function scopeAdvice({ token: { claims, kind }, scopes }: Failure): string[] {
  if (kind === 'ID token') {
    return [
      'This looks like an ID token: it says who signed in, not what is allowed, and has no scopes. Send the access token.',
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
    claims['aut'] === 'APPLICATION'
      ? 'The token is for the application itself: it needs no role.'
      : 'For a token of a user, a role of the application must have the scope, and the user must have the role.',
    'On 5.x and 6.x any scope that is asked for is granted, unless a scope validator or a scope binding says otherwise.',
  ];
}

function differsInCase(granted: string, scopes: readonly string[]): boolean {
  const lower = granted.toLowerCase().split(' ');
  return scopes.some((scope) => lower.includes(scope.toLowerCase()));
}
