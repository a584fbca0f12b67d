import type { RequestListener } from 'node:http';
import { createDocumentFetcher } from '../../../../local/authorizer/fetch-document';
import type { FetchDocument } from '../../../../local/authorizer/fetched-document';
import { createKeyRing, type KeyRing } from '../../../../local/issuer/key-ring';
import { type KeySetDocument, keySetOf } from '../../../../local/issuer/key-set';
import { createMint, type Mint } from '../../../../local/issuer/mint';
import { createCertificate } from '../../../support/certificate';
import { startHttpsServer } from '../../../support/https-server';

/** The two documents that API Gateway asks an issuer for. */
export type DocumentName = 'discovery' | 'jwks';

/** The https server of an issuer in WSO2's layout, of which a test says how it behaves. */
export interface SwitchableIssuer {
  readonly keys: KeyRing;
  readonly mint: Mint;
  /** Fetches from it. Waits long, except for what {@link SwitchableIssuer.answer} is told to hold back. */
  readonly fetchDocument: FetchDocument;
  /** The server's way of answering a request for a document. @default it answers as it should */
  answer(name: DocumentName, listener: RequestListener): void;
  /** Never answers when it is asked for a document; the fetcher gives up soon. */
  holdBack(name: DocumentName): void;
  /** The keys that it publishes. @default the keys, under the kids of all releases */
  publish(change: (usual: KeySetDocument) => KeySetDocument): void;
  /** As if it had never been told anything. */
  behave(): void;
  /** Nothing listens any more. */
  goDown(): Promise<void>;
  /** Listens again, where it did. */
  comeBack(): Promise<void>;
  close(): Promise<void>;
}

const PATIENT_MS = 10_000;
const IMPATIENT_MS = 50;

/**
 * Starts an issuer.
 *
 * @param issuer - what tokens have as `iss`; its URL leads to this server for {@link SwitchableIssuer.fetchDocument}
 * @param now - the current time, in milliseconds since 1970
 */
export async function startSwitchableIssuer(
  issuer: string,
  clientId: string,
  now: () => number,
): Promise<SwitchableIssuer> {
  const { origin, hostname } = new URL(issuer);
  const keys = await createKeyRing();
  const jwksUri = `${origin}/oauth2/jwks`;
  const paths: Readonly<Record<string, DocumentName>> = {
    [new URL(`${issuer}/.well-known/openid-configuration`).pathname]: 'discovery',
    [new URL(jwksUri).pathname]: 'jwks',
  };
  const listeners = new Map<DocumentName, RequestListener>();
  const heldBack = new Set<DocumentName>();
  const usual = (keySet: KeySetDocument) => keySet;
  let published = usual;

  const certificate = createCertificate({ names: [hostname] });
  const serve: RequestListener = (request, response) => {
    const name = paths[request.url ?? ''];
    const listener = name && listeners.get(name);
    if (listener) {
      listener(request, response);
      return;
    }
    const document = name === 'discovery' ? { issuer, jwks_uri: jwksUri } : published(keySetOf(keys, true));
    response.setHeader('content-type', 'application/json').end(JSON.stringify(document));
  };
  let server = await startHttpsServer(serve, certificate);
  const fetcher = (timeoutMs: number) =>
    createDocumentFetcher({ ca: server.ca, connectTo: { origin, host: '127.0.0.1', port: server.port }, timeoutMs });
  const [patient, impatient] = [fetcher(PATIENT_MS), fetcher(IMPATIENT_MS)];

  return {
    keys,
    mint: createMint({ issuer, clientId, keys, now }),
    fetchDocument: (url) => {
      const name = paths[new URL(url).pathname];
      return (name && heldBack.has(name) ? impatient : patient)(url);
    },
    answer(name, listener) {
      listeners.set(name, listener);
    },
    holdBack(name) {
      heldBack.add(name);
      listeners.set(name, () => {});
    },
    publish(change) {
      published = change;
    },
    behave() {
      listeners.clear();
      heldBack.clear();
      published = usual;
    },
    goDown: () => server.close(),
    async comeBack() {
      server = await startHttpsServer(serve, certificate, server.port);
    },
    close: () => server.close(),
  };
}
