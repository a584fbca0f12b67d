import { type FetchResult, timeText } from '../../local/authorizer';
import { documentAge, isPrivateAddress } from '../../mirror';
import { timeSpan } from './token-facts';

/** Minutes until the mirror offers a new key of WSO2 IS, at most: it runs every five, and caches keep its answer for five. */
const DELAY_MINUTES = 10;

/**
 * Advice about a `kid` that is not among the keys of an issuer with a mirror: how old the mirror is, as far as the answer tells.
 * The mirror writes on a change only, so that nothing public says when it last ran.
 *
 * @param jwks the key set as it was fetched
 */
export function mirrorAdvice({ address, headers }: FetchResult): string[] {
  if (address !== undefined && isPrivateAddress(address)) {
    return [
      `This machine sees WSO2 IS itself (${address}) at the name of the issuer, not the mirror: API Gateway may hold other keys than these.`,
    ];
  }
  const { written, seconds, cachedSeconds } = documentAge(headers);
  const age =
    written === undefined || seconds === undefined
      ? 'How old the mirror is, its answer does not say'
      : `The mirror is ${timeSpan(seconds)} old: its keys last changed at ${timeText(written / 1000)}`;
  const cached = cachedSeconds === undefined ? '' : `, and CloudFront has had them for ${cachedSeconds} s`;
  return [
    `${age}${cached}. A key that WSO2 IS has had for less than ${DELAY_MINUTES} minutes may not be there yet: ask again then. After that see the alarms MirrorStale and MirrorRefused, and npm run preflight, which compares with WSO2 IS.`,
    'API Gateway may hold the keys that it had for two hours: sign with a new key that long after it is published.',
  ];
}
