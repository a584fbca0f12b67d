import { show } from '../../lib/check/fault';
import { printable } from '../../local/authorizer';
import { firstDifference } from '../kit/text';
import { hostnameAdvice, tenantOf } from '../wso2/places';
import type { Failure } from './explanation';

const CONFIG = 'the issuer in config/environments.ts';

/** How much of each is shown where they differ, in characters. */
const EXCERPT = 40;

/** What to do about a token of another issuer than the configured one. */
export function issuerAdvice({ token: { claims }, trusted, environments }: Failure): string[] {
  const { iss } = claims;
  if (typeof iss !== 'string') {
    return ['WSO2 IS always writes iss: the token is from another issuer.'];
  }
  const [environment] = Object.keys(environments).filter((key) => environments[key]?.issuer === iss);
  return [
    ...(environment === undefined
      ? []
      : [`That is the issuer of the environment ${environment}: use -c env=${environment}.`]),
    ...difference(iss, trusted.issuer),
  ];
}

function difference(found: string, expected: string): string[] {
  if (found.replace(/\/+$/, '') === expected.replace(/\/+$/, '')) {
    return [
      `They differ in the slash at the end: write ${CONFIG} exactly as the token has it, and deploy. WSO2 IS writes none.`,
    ];
  }
  if (!URL.canParse(found)) {
    return [
      `The token's iss is no URL: WSO2 IS writes the Entity ID of the resident identity provider there: ${hostnameAdvice(expected)}.`,
    ];
  }
  const [there, here] = [new URL(found), new URL(expected)];
  if (there.protocol !== here.protocol || there.host !== here.host) {
    const part = there.protocol !== here.protocol ? 'scheme' : there.hostname !== here.hostname ? 'host' : 'port';
    const [got, wanted] = [partOf(there, part), partOf(here, part)];
    return [
      `They differ in the ${part}: ${printable(show(got))} in the token, ${show(wanted)} in the configuration.`,
      `If the configuration is right, ${hostnameAdvice(expected)}; then restart WSO2 IS and ask for a new token.`,
      `If the token is right, correct ${CONFIG} and deploy.`,
    ];
  }
  const [theirs, ours] = [tenantOf(there), tenantOf(here)];
  if (theirs !== ours) {
    const named = (tenant: string) => (tenant === '' ? 'the super tenant' : printable(show(tenant)));
    return [
      `They differ in the tenant: the token is from ${named(theirs)}, the configuration accepts ${named(ours)}.`,
      `Ask that tenant for the token, or correct ${CONFIG}: https://HOST/t/TENANT/oauth2/token.`,
    ];
  }
  const from = firstDifference(found, expected);
  const rest = (text: string) => printable(show(text.slice(from, from + EXCERPT)));
  return [
    `They differ from character ${from + 1} on: ${rest(found)} in the token, ${rest(expected)} in the configuration.`,
    `WSO2 IS issues tokens as https://HOST/oauth2/token: write ${CONFIG} exactly as the token has it, and deploy.`,
  ];
}

function partOf(url: URL, part: 'scheme' | 'host' | 'port'): string {
  switch (part) {
    case 'scheme':
      return url.protocol.slice(0, -1);
    case 'host':
      return url.hostname;
    case 'port':
      return url.port || 'none';
  }
}
