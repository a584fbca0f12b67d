import { discoveryUrl } from './discovery';
import { fetchKeySet } from './fetch-key-set';
import type { FetchDocument } from './fetched-document';
import { createLookup } from './key-set';
import type { KeyLookup, KeySource, KeysUnavailable } from './keys';

/** The issuer of the keys, and the means to fetch them. */
export interface IssuerKeysProps {
  /** The issuer as the authorizer has it configured. */
  readonly issuer: string;
  readonly fetchDocument: FetchDocument;
  /** The current time, in milliseconds since 1970. */
  readonly now: () => number;
}

/**
 * For how long fetched keys are held, in milliseconds.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-jwt-authorizer.html "API Gateway can cache
 * the public key for two hours"
 */
export const KEY_LIFE_MS = 2 * 60 * 60 * 1000;
/** For how long, in milliseconds, an unknown `kid` does not make us ask again after one has. Ours. */
export const COOL_DOWN_MS = 10_000;
/** For how long, in milliseconds, a failure is given as the answer without asking again. Ours. */
export const FAILURE_MS = 1_000;

/**
 * The keys of an issuer by discovery, held for two hours and fetched again when a `kid` is not among them. What cannot
 * be fetched is unavailable: keys that are past their life are never used instead.
 */
export function createIssuerKeys({ issuer, fetchDocument, now }: IssuerKeysProps): KeySource {
  let held: { readonly find: (kid: string) => KeyLookup; readonly since: number } | undefined;
  let failure: KeysUnavailable | undefined;
  let pause = { since: 0, ms: 0 };
  let underWay: Promise<void> | undefined;

  // A time in the future, after the clock was set back, counts as long ago: neither keys nor a pause outlive their span.
  const within = (since: number, ms: number) => {
    const age = now() - since;
    return age >= 0 && age < ms;
  };
  const lookUp = (kid: string) => (held && within(held.since, KEY_LIFE_MS) ? held.find(kid) : undefined);

  async function refresh(): Promise<void> {
    // The keys are at least as fresh as the question, so their life counts from then.
    const since = now();
    const onlyForUnknownKid = held !== undefined && within(held.since, KEY_LIFE_MS);
    const answer = await fetchKeySet(issuer, fetchDocument);
    if (answer.kind === 'key set') {
      held = { find: createLookup(answer.keySet, answer.origin), since };
      failure = undefined;
      pause = { since: now(), ms: onlyForUnknownKid ? COOL_DOWN_MS : 0 };
    } else {
      failure = answer;
      pause = { since: now(), ms: FAILURE_MS };
    }
  }

  async function fetchAndFind(kid: string): Promise<KeyLookup> {
    underWay ??= refresh().finally(() => {
      underWay = undefined;
    });
    await underWay;
    const known = lookUp(kid);
    return known?.kind === 'found' ? known : (failure ?? known ?? stale(issuer));
  }

  return {
    find(kid) {
      const known = lookUp(kid);
      if (known?.kind === 'found') {
        return known;
      }
      const settled = failure ?? known;
      return settled && !underWay && within(pause.since, pause.ms) ? settled : fetchAndFind(kid);
    },
  };
}

/** The keys outlived themselves while they were fetched: the clock jumped. */
function stale(issuer: string): KeysUnavailable {
  return { kind: 'unavailable', at: 'discovery', url: discoveryUrl(issuer), reason: 'the clock moved while fetching' };
}
