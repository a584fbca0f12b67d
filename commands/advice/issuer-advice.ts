import { whyNotPublic } from '../../lib/api/public-host';
import { show } from '../../lib/check/fault';
import { printable } from '../../local/authorizer';
import { firstDifference } from '../kit/text';
import { ASGARDEO_ISSUERS, hostnameAdvice, isAboveOrganization, isAsgardeo, issuerPath } from '../wso2/places';
import type { Failure } from './explanation';

/** The length of what is shown of each where they differ, in characters. */
const EXCERPT = 40;

/** Advice about a token of another issuer than the configured one. */
export function issuerAdvice({ token: { claims }, trusted, app, environments }: Failure): string[] {
  const { iss } = claims;
  if (typeof iss !== 'string') {
    return ['WSO2 IS always writes iss: the token is from another issuer.'];
  }
  const environment = Object.keys(environments).find((key) => environments[key]?.issuer === iss);
  const steps = difference(iss, trusted.issuer, app.issuer);
  if (environment === undefined) {
    return steps;
  }
  // A WSO2 IS that nobody told its host name has the issuer of a laptop, too.
  return !isPublic(new URL(iss))
    ? [
        ...steps,
        `That is the issuer of the environment ${environment}, too: where a token of the laptop is meant, use -c env=${environment}.`,
      ]
    : [`That is the issuer of the environment ${environment}: use -c env=${environment}.`, ...steps];
}

/**
 * Advice about the first part in which two issuers differ: slash, host, tenant, context path, the rest.
 *
 * @param place - where the expected one is written
 */
function difference(found: string, expected: string, place: string): string[] {
  // The configuration takes no issuer with a slash at the end, with an upper-case host or with the port 443.
  if (found.replace(/\/+$/, '') === expected) {
    return [
      'They differ in the slash at the end, which the token has. WSO2 IS writes none unless it was told to.',
      asConfigured(new URL(expected)),
    ];
  }
  if (!URL.canParse(found)) {
    return [
      `The token's iss is no URL: WSO2 IS writes the Entity ID of the resident identity provider there: ${hostnameAdvice(expected)}.`,
    ];
  }
  const [there, here] = [new URL(found), new URL(expected)];
  if (there.protocol !== here.protocol || there.host !== here.host) {
    return originDifference(there, here, place);
  }
  const origin = found.split('/', 3).join('/');
  if (origin !== here.origin) {
    return [
      `They name the same host, and API Gateway compares to the letter: ${printable(show(origin))} in the token, ${show(here.origin)} in the configuration.`,
      asConfigured(here),
    ];
  }
  const [theirs, ours] = [issuerPath(there), issuerPath(here)];
  const prefixes =
    theirs.contextPath === ours.contextPath ? [] : contextPathDifference(theirs.contextPath, ours.contextPath, place);
  if (theirs.tenant !== ours.tenant) {
    return [...tenantDifference(theirs.tenant, ours.tenant, place), ...prefixes];
  }
  if (prefixes.length > 0) {
    return prefixes;
  }
  const from = firstDifference(found, expected);
  const rest = (text: string) => printable(show(text.slice(from, from + EXCERPT)));
  return [
    `They differ from character ${from + 1} on: ${rest(found)} in the token, ${rest(expected)} in the configuration.`,
    `WSO2 IS issues tokens as https://HOST/oauth2/token: write ${place} exactly as the token has it, and deploy.`,
  ];
}

function originDifference(there: URL, here: URL, place: string): string[] {
  const part = there.protocol !== here.protocol ? 'scheme' : there.hostname !== here.hostname ? 'host' : 'port';
  const [got, wanted] = [partOf(there, part), partOf(here, part)];
  const differ = `They differ in the ${part}: ${printable(show(got))} in the token, ${show(wanted)} in the configuration.`;
  if (isAsgardeo(there) && isAsgardeo(here)) {
    return [differ, `An organization of Asgardeo has one region: ${ASGARDEO_ISSUERS}. Correct ${place} and deploy.`];
  }
  const correct = `If the token is right, and that server is yours, correct ${place} and deploy.`;
  return [
    differ,
    asConfigured(here),
    // A deployed API could not reach that one.
    ...(there.protocol === 'https:' && (isPublic(there) || !isPublic(here)) ? [correct] : []),
  ];
}

/** Advice to get tokens of the configured issuer. */
function asConfigured(here: URL): string {
  return isAsgardeo(here)
    ? 'If the configuration is right, ask Asgardeo for the token.'
    : `If the configuration is right, ${hostnameAdvice(here.href)}; then restart WSO2 IS and ask for a new token.`;
}

function isPublic({ hostname }: URL): boolean {
  return whyNotPublic(hostname) === undefined;
}

function tenantDifference(theirs: string, ours: string, place: string): string[] {
  const named = (tenant: string) => (tenant === '' ? 'the super tenant' : printable(show(tenant)));
  if ([theirs, ours].every((tenant) => ['', '/t/carbon.super'].includes(tenant))) {
    return [
      `They are both of the super tenant, which the token writes as ${theirs === '' ? 'no tenant' : named(theirs)} and the configuration as ${ours === '' ? 'no tenant' : named(ours)}: write ${place} exactly as the token has it, and deploy.`,
    ];
  }
  return [
    `They differ in the tenant: the token is from ${named(theirs)}, the configuration accepts ${named(ours)}.`,
    ...(isAboveOrganization(theirs, ours)
      ? [
          'From 7.3 on an application of an organization has the issuer of its root or that of the organization: choose it in the application.',
        ]
      : []),
    `Ask that tenant for the token, or correct ${place}: https://HOST/t/TENANT/oauth2/token, of an organization https://HOST/t/TENANT/o/ID/oauth2/token.`,
  ];
}

function contextPathDifference(theirs: string, ours: string, place: string): string[] {
  const named = (path: string) => (path === '' ? 'none' : printable(show(path)));
  return [
    `They differ in the context path: ${named(theirs)} in the token, ${named(ours)} in the configuration. It stands before the paths of WSO2 IS and names no tenant.`,
    ours === ''
      ? `If a proxy answers there, write ${place} exactly as the token has it, and deploy.`
      : `If a proxy answers there, set [server] proxy_context_path = "${ours.slice(1)}" in deployment.toml, restart WSO2 IS and ask for a new token; otherwise write ${place} exactly as the token has it, and deploy.`,
  ];
}

function partOf(url: URL, part: 'scheme' | 'host' | 'port'): string {
  switch (part) {
    case 'scheme':
      return url.protocol.slice(0, -1);
    case 'host':
      return url.hostname;
    case 'port':
      return url.port || (url.protocol === 'https:' ? '443' : '80');
  }
}
