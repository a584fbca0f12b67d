import { Agent, type RequestOptions, request } from 'node:https';
import { text } from 'node:stream/consumers';
import { checkServerIdentity, createSecureContext, rootCertificates, type SecureContext } from 'node:tls';
import { presentedTo, trustIn } from '../../local/authorizer';
import type { IssuerConnection } from './connection';

/** A request to an issuer. */
export interface IssuerRequest {
  /** @default 'GET' */
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** @default no body */
  readonly body?: string;
}

/** Sends a request and gives back the response, whatever its status. Redirects are not followed. */
export type IssuerFetch = (url: string, init?: IssuerRequest) => Promise<Response>;

/** The time limit of an answer where nothing else is said, in milliseconds. */
const TIMEOUT_MS = 10_000;

/** Time that a connection waits for the next request, in milliseconds: shorter than any server's, so that none closes it meanwhile. */
const IDLE_MS = 1_000;

function contextFor({ ca, clientCertificate }: IssuerConnection): SecureContext | undefined {
  if (clientCertificate !== undefined) {
    return createSecureContext({ ...clientCertificate, ...(ca !== undefined && { ca: [...rootCertificates, ca] }) });
  }
  return ca === undefined ? undefined : trustIn(ca);
}

/**
 * Makes the function that talks to an issuer: https only, its certificate always checked.
 *
 * It rejects with Node's own error where no response comes: `ECONNREFUSED`, `ENOTFOUND`, a certificate's code; the error
 * then has the `fingerprint` of the certificate too.
 */
export function createIssuerFetch(connection: IssuerConnection, timeoutMs = TIMEOUT_MS): IssuerFetch {
  const { connectTo } = connection;
  const agent = new Agent({ keepAlive: true, timeout: IDLE_MS, secureContext: contextFor(connection) });
  return async (address, { method = 'GET', headers = {}, body } = {}) => {
    const url = new URL(address);
    const target =
      connectTo && url.origin === connectTo.origin
        ? connectTo
        : { host: unbracketed(url.hostname), port: url.port || 443 };
    const options: RequestOptions = {
      agent,
      method,
      host: target.host,
      port: target.port,
      path: `${url.pathname}${url.search}`,
      headers: { ...headers, host: url.host, ...(body !== undefined && { 'content-length': Buffer.byteLength(body) }) },
      signal: AbortSignal.timeout(timeoutMs),
      // Said outright, because NODE_TLS_REJECT_UNAUTHORIZED would otherwise switch it off.
      rejectUnauthorized: true,
      checkServerIdentity: (_host, certificate) => checkServerIdentity(unbracketed(url.hostname), certificate),
    };
    return new Promise((resolve, reject) => {
      const asked = request(options, (response) => {
        const { statusCode: status = 0, rawHeaders } = response;
        const pairs = rawHeaders.flatMap((name, at) => (at % 2 === 0 ? [[name, rawHeaders[at + 1] ?? '']] : []));
        text(response)
          .then(
            (content) =>
              new Response(content === '' ? null : content, { status, headers: pairs as [string, string][] }),
          )
          // A status that no Response can have rejects, too.
          .then(resolve, reject);
      });
      let fingerprint: string | undefined;
      asked.once('socket', (socket) => {
        presentedTo(socket, (presented) => {
          fingerprint = presented;
        });
      });
      asked.once('error', (error) => reject(Object.assign(error, { fingerprint })));
      asked.end(body);
    });
  };
}

function unbracketed(host: string): string {
  return host.replace(/^\[(.*)\]$/, '$1');
}
