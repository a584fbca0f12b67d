import type { Failure } from './failure';
import { PLACES } from './places';
import { timeSpan } from './time-span';

/** What to do about an expired token. */
export function expiredAdvice({ token: { claims }, at }: Failure): string[] {
  const { exp, iat } = claims;
  const life = typeof exp === 'number' && typeof iat === 'number' ? `, after a life of ${timeSpan(exp - iat)}` : '';
  return [
    `It expired ${timeSpan(Number(exp) - at / 1000)} ago${life}: ask for a new one.`,
    `How long tokens live is set per application: ${PLACES.accessToken}; and for all, 3600 s by default, in deployment.toml: app_access_token_validity and user_access_token_validity under [oauth.token_validation]. Keep it short: API Gateway does not ask whether a token was revoked.`,
    'To see what else is wrong with it, ask as of when it was issued: --at iat.',
  ];
}

/** What to do about a token from the future. */
export function aheadAdvice({ check, token: { claims }, at }: Failure): string[] {
  const ahead = Number(check.code === 'not-yet-valid' ? claims['nbf'] : claims['iat']) - at / 1000;
  return [
    `It is ${timeSpan(ahead)} ahead. WSO2 IS writes the time of issue into nbf and iat: set its clock, and that of this machine, by NTP.`,
    'API Gateway documents no leeway, so that even a second may count.',
  ];
}
