import { rootCertificates } from 'node:tls';
import { whyNotPublic } from '../lib/api/public-host';
import {
  type ConnectTo,
  createDocumentFetcher,
  discoveryUrl,
  type FetchDocument,
  type FetchResult,
  type Json,
  readMetadata,
} from '../local/authorizer';
import { MirrorRefusal, type RefusalCode, type RefusalFault } from './refusal';

/** The time that WSO2 IS has for each of the two documents, in milliseconds. Ours: it may be slow, the mirror is not. */
const SOURCE_TIMEOUT_MS = 8_000;

/** The way to WSO2 IS. */
export interface SourceTrust {
  /** The certificates to trust, and none besides, as PEM. @default the public authorities that come with Node */
  readonly ca?: string | undefined;
  /** Another way to the issuer's origin, for a command that is told one. @default its own host */
  readonly connectTo?: ConnectTo | undefined;
}

/**
 * Makes the port to WSO2 IS: https only, the certificate always checked, no redirects. It trusts `ca` for this connection alone;
 * nothing in the environment adds to it or switches it off.
 *
 * @throws MirrorRefusal where `ca` holds no certificate
 */
export function createSourceFetch({ ca, connectTo }: SourceTrust): FetchDocument {
  try {
    return createDocumentFetcher({
      authorities: ca === undefined ? rootCertificates : [],
      ...(ca !== undefined && { ca }),
      ...(connectTo !== undefined && { connectTo }),
      timeoutMs: SOURCE_TIMEOUT_MS,
    });
  } catch (cause) {
    const fix = "write the PEM of WSO2 IS's own certificate, or of the authority that signed it";
    const fault = { code: 'ca', what: 'ca', got: 'no certificate', expected: 'certificates as PEM', fix } as const;
    throw new MirrorRefusal([fault], { cause });
  }
}

/** True where an address is one that WSO2 IS may have: of a private network, never of the internet. */
export type AddressRule = (address: string) => boolean;

/**
 * The private ranges: 10/8, 172.16/12, 192.168/16, 100.64/10 and fc00::/7, an IPv4 address also where it is written as an IPv6
 * one (`::ffff:10.0.0.5`). All others are refused, those that NAT64 makes (`64:ff9b::`) too: they lead to the internet.
 */
export const isPrivateAddress: AddressRule = (address) => whyNotPublic(address) === 'private address';

/**
 * Asks WSO2 IS for its discovery document and the key set that this names.
 *
 * @returns the key set as it is, unchecked
 * @throws MirrorRefusal where either cannot be had or trusted, is the mirror's own, or is of another issuer
 */
export async function readSource(
  issuer: string,
  fetchDocument: FetchDocument,
  isInside: AddressRule = isPrivateAddress,
): Promise<Json> {
  const url = discoveryUrl(issuer);
  const discovery = documentOf(await fetchDocument(url), isInside);
  const metadata = readMetadata(discovery, issuer);
  if (!metadata.ok) {
    throw new MirrorRefusal(
      metadata.faults.map(({ at, found, expected }) => ({
        code: at === 'issuer' ? 'issuer' : at === 'jwks_uri' ? 'jwks-uri' : 'not-json',
        what: url,
        got: found,
        expected,
        fix:
          at === 'issuer'
            ? 'let WSO2 IS write the configured issuer into its tokens, byte for byte ([server] hostname and proxyPort, up to IS 6.1 the Entity ID), or configure the one that it writes'
            : 'see what answers there: WSO2 IS names its keys with https',
      })),
    );
  }
  return documentOf(await fetchDocument(metadata.jwksUri), isInside);
}

/** @throws MirrorRefusal where the document was not had, or is not from inside */
function documentOf(result: FetchResult, isInside: AddressRule): Json {
  const mirrored = ownMirror(result, isInside);
  if (mirrored !== undefined) {
    throw new MirrorRefusal([mirrored]);
  }
  if (!result.ok) {
    throw new MirrorRefusal([unread(result)]);
  }
  return result.json;
}

/** Headers of CloudFront and S3. A proxy before WSO2 IS may well send `via`, but not with that name in it. */
const MIRROR_HEADERS: Readonly<Record<string, RegExp>> = {
  'x-amz-cf-id': /./,
  'x-amz-cf-pop': /./,
  via: /cloudfront/i,
  'x-cache': /cloudfront/i,
  server: /^(cloudfront|amazons3)$/i,
};

/**
 * The fault of an answer that the mirror gave itself, or that came from the internet. Looked at first: where the private view of
 * the name is missing, the mirror would read its own copy and call it fresh for ever.
 */
function ownMirror({ url, address, headers = {} }: FetchResult, isInside: AddressRule): RefusalFault | undefined {
  const header = Object.entries(MIRROR_HEADERS).find(([name, sign]) => sign.test(headers[name] ?? ''))?.[0];
  const got =
    header !== undefined
      ? `an answer with CloudFront's or S3's header ${header}: ${headers[header]}`
      : address !== undefined && !isInside(address)
        ? `an answer from ${address}, which is not a private address`
        : undefined;
  return got === undefined
    ? undefined
    : {
        code: 'own-mirror',
        what: url,
        got,
        expected: "WSO2 IS itself, at a private address: this is the public view of the name, the mirror's own copy",
        fix: 'give the name a private zone of exactly this host, associated with the VPC, whose record leads to WSO2 IS',
      };
}

/** In which words each failure is refused. */
const FAILURES: Readonly<
  Record<Extract<FetchResult, { ok: false }>['failure'], readonly [RefusalCode, expected: string, fix: string]>
> = {
  url: ['jwks-uri', 'an https URL', 'let WSO2 IS name its keys with https'],
  dns: [
    'unreachable',
    'an address in the private view of the name',
    'give the host a record in a private zone of exactly its name, and associate the zone with the VPC',
  ],
  connect: [
    'unreachable',
    'WSO2 IS, or the load balancer before it, listening there',
    'open the way: route, security groups, network ACLs, and the port of the issuer',
  ],
  tls: [
    'untrusted',
    'a certificate for this host, valid now, of the given authority',
    "compare the fingerprint with that of WSO2 IS's certificate; then give the certificate, or that of its authority, as ca, or let WSO2 IS have one for this host",
  ],
  timeout: [
    'unreachable',
    'an answer in time',
    'see whether WSO2 IS is well, and whether a firewall drops the way back',
  ],
  interrupted: ['unreachable', 'a whole answer', 'see the log of WSO2 IS, and of the proxy before it'],
  redirect: ['status', 'status 200', 'let WSO2 IS answer at the exact URL, without login and redirect'],
  status: ['status', 'status 200', 'see repository/logs/wso2carbon.log, and that of the proxy before WSO2 IS'],
  'too-large': ['too-large', 'a document that API Gateway takes', 'take keys that are not needed out of the keystore'],
  'not-json': [
    'not-json',
    'JSON',
    'see repository/logs/wso2carbon.log: WSO2 IS answers 200 with an error text where it cannot read its keys',
  ],
};

function unread(result: Extract<FetchResult, { ok: false }>): RefusalFault {
  const [code, expected, fix] = FAILURES[result.failure];
  const got = result.excerpt === undefined ? result.reason : `${result.reason}: ${result.excerpt}`;
  return { code, what: result.url, got, expected, fix };
}
