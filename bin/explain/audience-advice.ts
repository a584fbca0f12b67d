import { show } from '../../lib/config/fault';
import { printable } from '../../local/gateway/authorizer/printable';
import { WSO2_PLACES } from '../support/wso2-places';
import type { Failure } from './failure';

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
