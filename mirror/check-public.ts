import { rootCertificates } from 'node:tls';
import {
  createDocumentFetcher,
  discoveryUrl,
  type FetchDocument,
  type FetchResult,
  readKeySet,
  readMetadata,
} from '../local/authorizer';
import { publicJwksUri } from './mirror-keys';
import { MirrorRefusal, type RefusalFault } from './refusal';

/** Fetches as API Gateway does: within 1.5 s and 150,000 bytes, trusting public authorities alone. */
export function createPublicFetch(): FetchDocument {
  return createDocumentFetcher({ authorities: rootCertificates });
}

/**
 * Looks at both public documents of a mirror as API Gateway will.
 *
 * @throws MirrorRefusal with every fault for which API Gateway cannot use them
 */
export async function checkPublic(issuer: string, fetchDocument: FetchDocument): Promise<void> {
  const uri = publicJwksUri(issuer);
  const [discovery, jwks] = await Promise.all([fetchDocument(discoveryUrl(issuer)), fetchDocument(uri)]);
  const faults = [...discoveryFaults(discovery, issuer, uri), ...jwksFaults(jwks)];
  if (faults.length > 0) {
    throw new MirrorRefusal(faults.map((fault) => ({ code: 'public', ...fault })));
  }
}

type PublicFault = Omit<RefusalFault, 'code'>;

function discoveryFaults(result: FetchResult, issuer: string, uri: string): PublicFault[] {
  if (!result.ok) {
    return [unread(result)];
  }
  const metadata = readMetadata(result.json, issuer);
  const fix = 'let the publisher run, and see who else writes into the bucket';
  if (!metadata.ok) {
    return metadata.faults.map(({ found, expected }) => ({ what: result.url, got: found, expected, fix }));
  }
  return metadata.jwksUri === uri
    ? []
    : [{ what: result.url, got: `jwks_uri ${metadata.jwksUri}`, expected: `jwks_uri ${uri}`, fix }];
}

function jwksFaults(result: FetchResult): PublicFault[] {
  if (!result.ok) {
    return [unread(result)];
  }
  const usable = readKeySet(result.json)?.usable.size ?? 0;
  return usable > 0
    ? []
    : [
        {
          what: result.url,
          got: 'no key that API Gateway can use',
          expected: 'RSA signing keys with kid',
          fix: 'let the publisher run, and see who else writes into the bucket',
        },
      ];
}

function unread({ url, reason, failure }: Extract<FetchResult, { ok: false }>): PublicFault {
  const fix =
    failure === 'dns' || failure === 'connect'
      ? "lead the name's public record to the distribution"
      : failure === 'tls'
        ? 'give the distribution a public certificate for this name'
        : 'see what answers there: the distribution serves the bucket, and 403 stands for a document that is not there';
  return { what: url, got: reason, expected: "the published document, within API Gateway's limits", fix };
}
