import { show } from '../../lib/check/fault';
import { API_MANAGER_AUDIENCE } from '../../lib/config/open-audiences';
import { type Json, printable } from '../../local/authorizer';
import { WSO2_PLACES } from '../wso2/places';
import type { Failure } from './explanation';
import { SEND_INSTEAD } from './token-facts';

/**
 * Advice about a token for somebody else. An audience that is no client id of an application is never recommended
 * without the words whom it lets in.
 */
export function audienceAdvice(failure: Failure): string[] {
  const { token, trusted } = failure;
  const { aud, azp, client_id } = token.claims;
  if (token.kind === 'refresh token') {
    return [SEND_INSTEAD['refresh token'], NEVER_THE_ISSUER];
  }
  if (token.kind === 'subject token') {
    return [SEND_INSTEAD['subject token']];
  }
  const audiences = textsIn(aud);
  const clients = [client_id, azp].filter((value) => typeof value === 'string');
  const shared = audiences.filter((name) => !clients.includes(name) && !trusted.clientIds.includes(name));
  const own = clients.find((name) => trusted.clientIds.includes(name));
  if (own !== undefined) {
    // API Gateway would have taken it as client_id.
    if (aud === undefined) {
      return [`The token was issued to ${show(own)}, which is accepted, but only azp says so.`, NO_AUDIENCE];
    }
    return [
      `The token was issued to ${show(own)}, which is accepted, but aud says otherwise, and aud decides wherever there is one.`,
      'WSO2 IS puts the client id into aud: look for a pre-issue-access-token action that replaces it, or a scope named aud.',
      ...sharedAudienceAdvice(shared, failure),
    ];
  }
  const [client] = clients;
  if (client === undefined) {
    return nobodyAdvice(aud, shared, failure);
  }
  const name = printable(show(client));
  // Without aud it is client_id that counts, never azp.
  const wouldPass = aud === undefined ? client === client_id : audiences.includes(client);
  const ask = `Ask for the token as an accepted application (its client id: ${WSO2_PLACES.protocol})`;
  return [
    ...(token.kind === 'ID token' ? [SEND_INSTEAD['ID token']] : []),
    `The token was issued to the application ${name}.`,
    ...placeholderAdvice(failure),
    ...environmentAdvice([client, ...audiences], failure),
    ...(wouldPass
      ? [`${ask}, or add ${name} to ${failure.app.audience} and deploy.`]
      : [`${ask}.`, ...(aud === undefined ? [NO_AUDIENCE] : sharedAudienceAdvice(shared, failure))]),
  ];
}

/** Advice about a token that says in neither `client_id` nor `azp` to whom it was issued. */
function nobodyAdvice(aud: Json | undefined, shared: readonly string[], failure: Failure): string[] {
  if (aud === undefined) {
    return ['The token names no application.', NO_AUDIENCE];
  }
  if (shared.length === 0) {
    return [
      'Its aud holds no text: WSO2 IS writes a client id there. Look for another issuer, or a pre-issue-access-token action that replaces it.',
    ];
  }
  const environment = environmentAdvice(shared, failure);
  if (environment.length > 0) {
    return environment;
  }
  return [
    `${list(shared)} ${shared.length === 1 ? 'is an audience and no client id' : 'are audiences and no client ids'}: the token has neither client_id nor azp, which name the application.`,
    ...placeholderAdvice(failure),
    ...sharedAudienceAdvice(shared, failure),
  ];
}

/** The environment of the configuration to which one of these client ids belongs. */
function environmentAdvice(names: readonly string[], { environments }: Failure): string[] {
  const environment = Object.keys(environments).find((key) =>
    names.some((name) => environments[key]?.clientIds.includes(name)),
  );
  return environment === undefined
    ? []
    : [`That is a client of the environment ${environment}: use -c env=${environment}.`];
}

function placeholderAdvice({ trusted, app }: Failure): string[] {
  const placeholder = trusted.clientIds.find((id) => id.startsWith('replace_with_'));
  return placeholder === undefined
    ? []
    : [`${app.audience} still has the placeholder ${placeholder}: put the client id of your application there.`];
}

const NEVER_API_MANAGER = `Never accept ${show(API_MANAGER_AUDIENCE)}: every application of the API Manager gets that audience.`;

const NO_AUDIENCE =
  'API Gateway looks at aud, and without it at client_id, never at azp. WSO2 IS always writes aud: look for a pre-issue-access-token action that takes it away, or for another issuer.';

/** 7.3 writes it into `aud` of refresh tokens: `JWTTokenIssuer.createRefreshTokenJWTClaimSet`. */
const NEVER_THE_ISSUER =
  "Never accept the issuer's URL as an audience: that lets in every refresh token of the issuer (JWTs from 7.3 on).";

/** Advice about audiences that several applications may share, such as the identifier of an API: says whom each lets in. */
function sharedAudienceAdvice(names: readonly string[], { token: { claims }, trusted, app }: Failure): string[] {
  const isIssuer = (name: string) => name === claims['iss'] || name === trusted.issuer;
  const others = names.filter((name) => !isIssuer(name) && name !== API_MANAGER_AUDIENCE);
  const [them, each] = others.length === 1 ? ['it', 'it'] : ['them', 'one of them'];
  return [
    ...(names.some(isIssuer) ? [NEVER_THE_ISSUER] : []),
    ...(names.includes(API_MANAGER_AUDIENCE) ? [NEVER_API_MANAGER] : []),
    ...(others.length === 0
      ? []
      : [
          `Accepting ${list(others)} lets in every application that gets ${each}: add ${them} to ${app.audience} only if all of those may call this API.`,
        ]),
  ];
}

function textsIn(aud: Json | undefined): string[] {
  return (Array.isArray(aud) ? aud : [aud]).filter((value) => typeof value === 'string');
}

function list(names: readonly string[]): string {
  return printable(names.map(show).join(', '));
}
