import {
  type FetchDocument,
  type FetchResult,
  isJsonObject,
  jsonText,
  printable,
  timeText,
} from '../../local/authorizer';
import {
  type AddressRule,
  documentAge,
  type KeyChanges,
  keyChanges,
  MirrorRefusal,
  mirrorKeys,
  publicJwksUri,
  readSource,
  rebuild,
} from '../../mirror';
import type { PreflightCheck } from './preflight-check';

/** The mirror of an issuer, and the way to WSO2 IS behind it. */
export interface MirrorPlace {
  /** The `kid`s that may be published. @default any */
  readonly kids?: readonly string[] | undefined;
  /** The port to WSO2 IS. */
  readonly source: FetchDocument;
  readonly isInside: AddressRule;
}

/** Both public documents as they were fetched; undefined where preflight did not come to it. */
export interface PublicDocuments {
  readonly discovery: FetchResult | undefined;
  readonly jwks: FetchResult | undefined;
}

/** The longest that the cache policy lets CloudFront keep a document, in seconds. */
const LONGEST_CACHED = 300;

/** Checks that the documents are those of the mirror, how old they are, and, where WSO2 IS can be asked, that it says the same. */
export async function checkMirror(
  issuer: string,
  documents: PublicDocuments,
  place: MirrorPlace,
): Promise<PreflightCheck[]> {
  return [checkJwksUri(issuer, documents), checkAge(documents), await checkSource(issuer, documents, place)];
}

function checkJwksUri(issuer: string, { discovery }: PublicDocuments): PreflightCheck {
  const uri = publicJwksUri(issuer);
  const check = { code: 'mirror-jwks-uri', name: 'mirror: jwks_uri', expected: uri } as const;
  if (!discovery?.ok || !isJsonObject(discovery.json)) {
    return { ...check, result: 'not reached', found: '' };
  }
  const found = printable(jsonText(discovery.json['jwks_uri'] ?? null));
  return found === JSON.stringify(uri)
    ? { ...check, result: 'pass', found: uri }
    : { ...check, result: 'fail', found, fix: 'see what answers there: the mirror writes this one and no other' };
}

/**
 * The age of the key set, as far as its headers tell: `Age` is for how long a cache has had it, `Last-Modified` when the publisher
 * last wrote it. It writes on a change only, so that old keys are no fault; that it still runs is for its alarms to say.
 */
function checkAge({ jwks }: PublicDocuments): PreflightCheck {
  const check = {
    code: 'mirror-age',
    name: 'mirror: age',
    expected: `at most ${LONGEST_CACHED} s in a cache`,
  } as const;
  if (!jwks?.ok) {
    return { ...check, result: 'not reached', found: '' };
  }
  const { written, seconds, cachedSeconds = 0 } = documentAge(jwks.headers);
  const since =
    written === undefined || seconds === undefined
      ? 'when its keys were written it does not say'
      : `keys written ${timeText(written / 1000)}, ${Math.round(seconds / 60)} minutes ago`;
  const found = `${cachedSeconds} s in a cache; ${since}`;
  return cachedSeconds > LONGEST_CACHED
    ? { ...check, result: 'warn', found, fix: 'see the cache policy of the distribution, and what else is before it' }
    : { ...check, result: 'pass', found };
}

async function checkSource(
  issuer: string,
  { discovery, jwks }: PublicDocuments,
  { kids, source, isInside }: MirrorPlace,
): Promise<PreflightCheck> {
  const check = { code: 'mirror-source', name: 'mirror: WSO2 IS', expected: 'what WSO2 IS says now' } as const;
  try {
    const { documents } = rebuild(await readSource(issuer, source, isInside), { issuer, kids });
    if (!discovery?.ok || !jwks?.ok) {
      return { ...check, result: 'not reached', found: '' };
    }
    const places = mirrorKeys(issuer);
    const textOf = (key: string) => documents.find((document) => document.key === key)?.text ?? '';
    const { added, removed } = keyChanges(Buffer.from(jsonText(jwks.json)), Buffer.from(textOf(places.jwks)));
    const isOther =
      jsonText(discovery.json) !== textOf(places.discovery) || jsonText(jwks.json) !== textOf(places.jwks);
    return isOther
      ? { ...check, result: 'warn', found: difference({ added, removed }), fix: OUT_OF_DATE }
      : { ...check, result: 'pass', found: 'the mirror has what WSO2 IS says' };
  } catch (error) {
    if (!(error instanceof MirrorRefusal)) {
      throw error;
    }
    return refused(check, error);
  }
}

const OUT_OF_DATE =
  'wait ten minutes, for the next run and for CloudFront, and ask again; then see the alarms MirrorStale and MirrorRefused, and the log of the mirror';

function difference({ added, removed }: KeyChanges): string {
  const kids = (keys: KeyChanges['added']) => printable(keys.map(({ kid }) => kid).join(', '));
  const parts = [
    ...(added.length > 0 ? [`WSO2 IS has ${kids(added)} besides`] : []),
    ...(removed.length > 0 ? [`the mirror still has ${kids(removed)}`] : []),
  ];
  return parts.join('; ') || 'the same keys in another document than the mirror writes';
}

/** A machine that does not see WSO2 IS can say nothing of it; one that does says what the publisher will. */
function refused(check: Pick<PreflightCheck, 'code' | 'name' | 'expected'>, { faults }: MirrorRefusal): PreflightCheck {
  const found = faults.map(({ what, got }) => `${what}: ${got}`).join('; ');
  return faults.every(({ code }) => code === 'own-mirror' || code === 'unreachable')
    ? {
        ...check,
        result: 'warn',
        found: `not compared, this machine does not see WSO2 IS: ${found}`,
        fix: 'to compare, run it inside the network of WSO2 IS, or give --source HOST:PORT, where it is reached',
      }
    : { ...check, result: 'fail', found, fix: [...new Set(faults.map(({ fix }) => fix))].join('; ') };
}
