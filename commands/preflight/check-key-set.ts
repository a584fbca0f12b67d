import { isJsonObject, type Json, printable, RSA_HASHES, readKeySet, type UnusableKey } from '../../local/authorizer';
import { defaultKeyOf, type ShippedKey } from '../../mirror';
import type { Findings } from './preflight-check';

/** In characters: more than a key set of WSO2 IS ever needs. */
const MAX_SHOWN = 5000;

/**
 * Advice on making WSO2 IS sign with a key of its own. Its key set lists every private key of the primary keystore, so the shipped
 * one must not be in the new store.
 *
 * @see https://is.docs.wso2.com/en/6.0.0/deploy/security/configure-keystores-in-wso2-products/
 */
const REPLACE_KEYSTORE =
  'anyone can forge tokens under it: make a keystore without it (in repository/resources/security: keytool -genkeypair -alias NAME -keyalg RSA -keysize 2048 -validity 825 -storetype PKCS12 -keystore NAME.p12), ' +
  'name it in deployment.toml ([keystore.primary] file_name, type, password, alias, key_password), ' +
  'keep the old store as [keystore.internal] where it has encrypted data, put the new certificate into the client truststore, and restart';

const ONE_KEY_A_KID = 'give each key a certificate of its own: WSO2 IS makes the kid of it';

const STRONGER_KEY =
  'make a key with keytool -genkeypair -keyalg RSA -keysize 2048, name it in [keystore.primary] of deployment.toml, and take the old one out';

/** Checks that API Gateway can verify tokens with the issuer's keys, and nobody else can sign under them. */
export function checkKeySet(document: Json, findings: Findings): void {
  const keySet = readKeySet(document);
  if (!keySet) {
    findings.fail(
      'key-set',
      printable(JSON.stringify(document)),
      'see repository/logs/wso2carbon.log: WSO2 IS answers with an error where it cannot read its keys',
    );
    return;
  }
  const entries =
    isJsonObject(document) && Array.isArray(document['keys']) ? (document['keys'] as readonly Json[]) : [];
  findings.pass('key-set', count(entries.length, 'entry', 'entries'));

  const usable = [...keySet.usable.values()];
  const good = usable.filter(({ algorithms }) => algorithms.some((alg) => alg === undefined || RSA_HASHES.has(alg)));
  if (good.length > 0) {
    findings.pass('signing-key', list(good.map(({ kid }) => kid)));
  } else {
    const others = usable.map(({ kid, algorithms }) => `${kid}: for ${algorithms.join(', ')} only`);
    findings.fail(
      'signing-key',
      others.length > 0 ? list(others) : 'none',
      'let WSO2 IS sign access tokens with SHA256withRSA, its default, and an RSA key of its primary keystore',
    );
  }

  const unusable = (...why: UnusableKey['why'][]) =>
    keySet.unusable.filter((key) => why.includes(key.why)).map(described);
  for (const { code, bad, good, fix } of [
    { code: 'kids', bad: unusable('kid-conflict'), good: 'each has one key', fix: ONE_KEY_A_KID },
    { code: 'key-strength', bad: unusable('weak'), good: 'all are strong enough', fix: STRONGER_KEY },
    { code: 'default-keys', bad: shippedKeys(entries), good: 'none', fix: REPLACE_KEYSTORE },
  ] as const) {
    if (bad.length > 0) {
      findings.fail(code, list(bad), fix);
    } else {
      findings.pass(code, good);
    }
  }
  const others = unusable('no-kid', 'not-for-signing', 'not-rsa', 'invalid');
  findings.pass('other-keys', others.length > 0 ? list(others) : 'none');
}

function described({ kid, reason }: UnusableKey): string {
  return kid === undefined ? reason : `${kid}: ${reason}`;
}

/** The keys of WSO2 among the entries, each with all its `kid`s. */
function shippedKeys(entries: readonly Json[]): string[] {
  const kids = new Map<ShippedKey, string[]>();
  for (const entry of entries) {
    const key = defaultKeyOf(entry);
    const kid = isJsonObject(entry) && typeof entry['kid'] === 'string' ? entry['kid'] : 'without kid';
    if (key) {
      kids.set(key, [...(kids.get(key) ?? []), kid]);
    }
  }
  return [...kids].map(
    ([{ shippedIn, bits }, names]) => `the ${bits}-bit key shipped in ${shippedIn}: ${names.join(', ')}`,
  );
}

function list(texts: readonly string[]): string {
  return printable(texts.join('; '), MAX_SHOWN);
}

function count(number: number, one: string, many: string): string {
  return `${number} ${number === 1 ? one : many}`;
}
