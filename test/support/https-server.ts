import { once } from 'node:events';
import type { RequestListener } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { type Certificate, createCertificate } from './certificate';

export interface HttpsServer {
  /** `https://localhost:PORT`, without a slash at the end. */
  readonly origin: string;
  readonly port: number;
  /** The certificate that a client has to trust, as PEM. */
  readonly ca: string;
  close(): Promise<void>;
}

/**
 * A throw-away https server on 127.0.0.1.
 *
 * @param certificate - default: a new one for localhost
 * @param port - default: a free one
 */
export async function startHttpsServer(
  listener: RequestListener,
  certificate: Certificate = createCertificate(),
  port = 0,
): Promise<HttpsServer> {
  const server = createServer(certificate, listener);
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  const { port: bound } = server.address() as AddressInfo;
  return {
    origin: `https://localhost:${bound}`,
    port: bound,
    ca: certificate.cert,
    async close() {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}
