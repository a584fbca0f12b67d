import type { Json } from '../../local/gateway/authorizer/decision';
import { readMetadata } from '../../local/gateway/authorizer/discovery';
import { printable } from '../../local/gateway/authorizer/printable';
import { isJsonObject } from '../../local/gateway/authorizer/strict-json';
import { firstDifference } from '../support/first-difference';
import type { Findings } from './findings';
import { issuerAdvice } from './issuer-advice';

/**
 * Whether the discovery document is the configured issuer's, and says where the keys are.
 *
 * @returns the `jwks_uri`, even where the issuer is wrong, so that the rest is seen too
 */
export function checkMetadata(document: Json, issuer: string, findings: Findings): string | undefined {
  const metadata = readMetadata(document, issuer);
  const faults = metadata.ok ? [] : metadata.faults;
  const value = isJsonObject(document) ? document['issuer'] : undefined;
  if (faults.every(({ at }) => at === 'jwks_uri')) {
    findings.pass('issuer', issuer);
  }
  for (const { at, found, expected } of faults) {
    if (at === 'jwks_uri') {
      findings.fail(
        'jwks-uri',
        found,
        'see what answers there: WSO2 IS names its keys with https, and a proxy must not change that',
      );
    } else {
      findings.fail('issuer', `${found}${difference(value, issuer)}`, issuerAdvice(issuer, value), expected);
    }
  }
  if (metadata.jwksUri !== undefined) {
    findings.pass('jwks-uri', metadata.jwksUri);
  }
  return metadata.jwksUri;
}

/** Where two issuers part, which the eye passes over in a slash or a letter. */
function difference(found: Json | undefined, expected: string): string {
  if (typeof found !== 'string') {
    return '';
  }
  const at = firstDifference(found, expected);
  const shown = (text: string) => (at < text.length ? JSON.stringify(printable(text.charAt(at))) : 'the end');
  return ` (character ${at + 1} is ${shown(found)}, not ${shown(expected)})`;
}
