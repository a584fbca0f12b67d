import type { RequestListener } from 'node:http';
import type { PreflightWorld } from '../../../commands/preflight/check-place';
import type { Json } from '../../../local/authorizer/decision';
import { type Certificate, createCertificate } from '../../support/certificate';
import { type HttpsServer, startHttpsServer } from '../../support/https-server';

export const ISSUER = 'https://is.example.com/oauth2/token';
export const DISCOVERY = '/oauth2/token/.well-known/openid-configuration';
export const JWKS = '/oauth2/jwks';
/** The members of the discovery document. */
export const METADATA = { issuer: ISSUER, jwks_uri: `https://is.example.com${JWKS}` };

/** The answers of a server, by path: JSON, or whatever the listener does. */
export type Answers = Readonly<Record<string, Json | RequestListener>>;

/** An https server at `is.example.com`, and a world in which it is there and everybody trusts it. */
export interface IssuerServer extends HttpsServer {
  readonly world: PreflightWorld;
  /** Its answers. A path that is not among them is 404. */
  answers: Answers;
}

export async function startIssuerServer(
  certificate: Certificate = createCertificate({ names: ['is.example.com'] }),
): Promise<IssuerServer> {
  const server = await startHttpsServer((request, response) => {
    const answer = issuer.answers[request.url ?? ''];
    if (typeof answer === 'function') {
      answer(request, response);
    } else {
      response.writeHead(answer === undefined ? 404 : 200).end(JSON.stringify(answer ?? {}));
    }
  }, certificate);
  const issuer: IssuerServer = {
    ...server,
    answers: {},
    world: {
      resolve: async () => ['93.184.215.14', '2606:2800:21f:cb07:6820:80da:af6b:8b2c'],
      authorities: [server.ca],
      connectTo: { origin: 'https://is.example.com', host: '127.0.0.1', port: server.port },
    },
  };
  return issuer;
}

/** One server for all tests of a file, started before the first; before each test it answers as usual. */
export function serveIssuer(usual: Answers): () => IssuerServer {
  let server: IssuerServer;
  beforeAll(async () => {
    server = await startIssuerServer();
  });
  beforeEach(() => {
    server.answers = usual;
  });
  afterAll(() => server.close());
  return () => server;
}

/** Answers with a status, and headers if any. */
export function status(code: number, headers: Readonly<Record<string, string>> = {}): RequestListener {
  return (_request, response) => response.writeHead(code, headers).end('{}');
}

/** Answers 200 with a text. */
export function text(body: string): RequestListener {
  return (_request, response) => response.end(body);
}
