import { X509Certificate } from 'node:crypto';
import type { ClientRequest, IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { Agent, request } from 'node:https';
import type { Socket } from 'node:net';
import { checkServerIdentity, type TLSSocket } from 'node:tls';
import type { FetchDocument, FetchEvidence, FetchFailure, FetchResult, PresentedCertificate } from './fetched-document';
import { printable } from './printable';
import { strictJson } from './strict-json';
import { trustIn } from './trust';

export interface DocumentFetcherProps {
  /**
   * Certificates, as PEM, to trust besides the public certificate authorities: those of a server that signed its own.
   *
   * @default only the `authorities`
   */
  readonly ca?: string;
  /**
   * The certificate authorities to trust, as PEM.
   *
   * @default the public ones that come with Node; without `ca` those of NODE_EXTRA_CA_CERTS too
   */
  readonly authorities?: readonly string[];
  /**
   * The address to connect to for an origin instead of its own host and port. The URL's host name stays what the server is asked
   * for and what its certificate must be for.
   *
   * @default every URL leads to its own host
   */
  readonly connectTo?: ConnectTo;
  /**
   * In milliseconds, for the whole document, connecting included.
   *
   * @default FETCH_TIMEOUT_MS
   */
  readonly timeoutMs?: number;
}

/** Another way to an origin: how an issuer's own URL is served by a stand-in on this machine. */
export interface ConnectTo {
  /** Scheme, host and port of the URLs that it is for, such as `https://is.example.com`. */
  readonly origin: string;
  /** A name or an IP address to connect to. */
  readonly host: string;
  readonly port: number;
}

/**
 * API Gateway's limit for each of the two documents, in milliseconds.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-quotas.html
 */
export const FETCH_TIMEOUT_MS = 1500;
/** API Gateway's limit for the key set, in bytes; that it holds for the discovery document too is ours. */
export const MAX_DOCUMENT_BYTES = 150_000;
/** The part of a body that is not JSON which is kept for messages, in characters. */
const EXCERPT_BYTES = 400;
/** The part of a header which is kept for messages, in characters. */
const MAX_SHOWN_HEADER = 200;

/**
 * Makes the function that fetches discovery documents and key sets: https only, certificates always checked, status 200
 * only, no redirects, at most 150,000 bytes, JSON only.
 *
 * @throws Error when `ca` holds no certificate
 */
export function createDocumentFetcher(props: DocumentFetcherProps = {}): FetchDocument {
  const { ca, authorities, connectTo, timeoutMs = FETCH_TIMEOUT_MS } = props;
  if (ca !== undefined) {
    // A secure context passes over what is not a certificate, and the reason for every later failure would be lost.
    new X509Certificate(ca);
  }
  const secureContext = ca === undefined && authorities === undefined ? undefined : trustIn(ca ?? '', authorities);
  // A resumed session would skip the certificate, and with it the evidence.
  const agent = new Agent({ secureContext, maxCachedSessions: 0 });
  const connectToOrigin = connectTo && new URL(connectTo.origin).origin;

  return async (text) => {
    const started = performance.now();
    const seen: { -readonly [part in keyof FetchEvidence]?: FetchEvidence[part] } = {};
    const evidence = (): FetchEvidence => ({ ...seen, url: text, milliseconds: performance.now() - started });
    const failed = (failure: FetchFailure, reason: string, code?: string): FetchResult => ({
      ...evidence(),
      ok: false,
      failure,
      reason,
      code,
    });

    const url = URL.canParse(text) ? new URL(text) : undefined;
    if (url?.protocol !== 'https:') {
      return failed('url', 'not an https URL');
    }
    const target =
      connectTo && url.origin === connectToOrigin ? connectTo : { host: url.hostname, port: url.port || 443 };
    const signal = AbortSignal.timeout(timeoutMs);
    const asked = request({
      agent,
      host: unbracketed(target.host),
      port: target.port,
      path: `${url.pathname}${url.search}`,
      headers: { host: url.host, accept: 'application/json', 'accept-encoding': 'identity' },
      signal,
      // Said outright, because NODE_TLS_REJECT_UNAUTHORIZED would otherwise switch it off.
      rejectUnauthorized: true,
      checkServerIdentity: (_host, certificate) => checkServerIdentity(unbracketed(url.hostname), certificate),
    });
    let phase = 'connect' as 'connect' | 'tls' | 'interrupted';
    let fingerprint = '';
    asked.on('socket', (socket) => {
      presentedTo(socket, (presented) => {
        fingerprint = presented;
      });
      socket.once('connect', () => {
        phase = 'tls';
        seen.address = socket.remoteAddress;
      });
      socket.once('secureConnect', () => {
        phase = 'interrupted';
        seen.certificate = certificateOf(socket as TLSSocket);
      });
    });

    try {
      const response = await responseTo(asked);
      const status = response.statusCode ?? 0;
      const [location, contentType] = [response.headers.location, response.headers['content-type']].map(
        (value) => value && printable(value, MAX_SHOWN_HEADER),
      );
      Object.assign(seen, { status, contentType, location, headers: shownHeaders(response.headers) });
      if (status >= 300 && status < 400) {
        return failed('redirect', `status ${status}, which leads to ${location ?? 'nowhere'}`);
      }
      if (status !== 200) {
        return failed('status', `status ${status}`);
      }
      const body = await readBody(response);
      seen.bytes = body.length;
      if (body.length > MAX_DOCUMENT_BYTES) {
        return failed('too-large', `more than ${MAX_DOCUMENT_BYTES} bytes`);
      }
      const json = strictJson(body);
      if (json === undefined) {
        seen.excerpt = printable(body.toString('utf8', 0, EXCERPT_BYTES));
        return failed('not-json', 'a body that is not JSON');
      }
      return { ...evidence(), ok: true, json };
    } catch (error) {
      if (signal.aborted) {
        return failed('timeout', `not complete within ${timeoutMs} ms`);
      }
      const { syscall, code, message } = error as NodeJS.ErrnoException;
      const refused = phase === 'tls' && fingerprint !== '' ? `, SHA-256 fingerprint ${fingerprint}` : '';
      const reason = printable(`${[code, message].filter(Boolean).join(': ')}${refused}`);
      return failed(syscall === 'getaddrinfo' ? 'dns' : phase, reason, code);
    } finally {
      asked.destroy();
    }
  };
}

function shownHeaders(headers: IncomingHttpHeaders): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, printable(String(value), MAX_SHOWN_HEADER)]),
  );
}

/** Sends the request. Rejects when no response comes. */
function responseTo(asked: ClientRequest): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    asked.on('response', resolve);
    // Stays on, so that an error after the response, which its reader sees too, is not thrown out of an event.
    asked.on('error', reject);
    asked.end();
  });
}

/** The body; of one that is too large only a little more than the limit. Rejects when it ends too early. */
async function readBody(response: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    chunks.push(chunk);
    bytes += chunk.length;
    if (bytes > MAX_DOCUMENT_BYTES) {
      break;
    }
  }
  return Buffer.concat(chunks);
}

/**
 * Tells the SHA-256 fingerprint of the certificate that a server presents, as openssl writes it, before the certificate is
 * judged. Of one that is refused nothing can be read afterwards, and a person needs the fingerprint to compare it. The
 * certificate is checked all the same, and nothing is sent to a server whose certificate is refused.
 */
export function presentedTo(socket: Socket, onFingerprint: (fingerprint: string) => void): void {
  // Node judges in a listener of its own for this event. Not by getPeerX509Certificate, after which Node finds none to judge.
  socket.prependOnceListener('secure', () => {
    const fingerprint = (socket as TLSSocket).getPeerCertificate()?.fingerprint256;
    if (fingerprint !== undefined) {
      onFingerprint(fingerprint);
    }
  });
}

function certificateOf(socket: TLSSocket): PresentedCertificate | undefined {
  const certificate = socket.getPeerX509Certificate();
  return (
    certificate && {
      subject: oneLine(certificate.subject),
      issuer: oneLine(certificate.issuer),
      validFrom: Date.parse(certificate.validFrom),
      validTo: Date.parse(certificate.validTo),
    }
  );
}

/** Node writes a distinguished name as one attribute a line. */
function oneLine(distinguishedName: string | undefined): string {
  return printable((distinguishedName ?? '').split('\n').join(', '));
}

/** An IPv6 address without the brackets that a URL puts around it. */
function unbracketed(host: string): string {
  return host.replace(/^\[(.*)\]$/, '$1');
}
