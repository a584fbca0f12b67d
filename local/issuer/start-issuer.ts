import { once } from 'node:events';
import type { RequestListener } from 'node:http';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { FaultError } from '../fault';
import { createHostRule } from '../host-names';
import { createServerCertificate } from './certificate';
import { createDirectory, type Directory } from './directory';
import { type Endpoints, endpointsOf } from './endpoints';
import { createIssuedTokens } from './issued-tokens';
import { createKeyRing, type KeyRing } from './key-ring';
import { keySetOf } from './key-set';
import { createMemoryAdapter } from './library';
import { createLogin } from './login';
import { createMetadata } from './metadata';
import { createMint, type Mint } from './mint';
import { NAMED_TOKENS, type TokenName } from './named-tokens';
import { createProvider } from './provider';
import { addTokenStatus } from './token-status';
import { createUserinfo } from './userinfo';

export interface IssuerProps {
  /** The `iss` of its tokens: any https URL. It need not lead here; the certificate is for its host all the same. */
  readonly issuer: string;
  /** 0 for any free one. */
  readonly port: number;
  /** The interface to listen on. @default '127.0.0.1' */
  readonly host?: string;
  /** The client ids that the API accepts. All are known here. */
  readonly audiences: readonly string[];
  /** All scopes that the API's routes ask for. */
  readonly scopes: readonly string[];
  /** @default the clients and users of `directory.ts` */
  readonly directory?: Directory;
  /** Publishes the keys under the `kid`s of older releases too, for tokens of their shape. @default false */
  readonly previousKids?: boolean;
  /** The current time of access tokens, in milliseconds since 1970. @default Date.now */
  readonly now?: () => number;
  /** Told of faults of the issuer itself, which its client sees as status 500. @default its stack trace to standard error */
  readonly onFault?: (error: Error) => void;
}

/** A running issuer. */
export interface Issuer {
  readonly issuer: string;
  /** For a client that is to connect here whenever it means the issuer. */
  readonly connectTo: { readonly origin: string; readonly host: string; readonly port: number };
  readonly port: number;
  /** The certificate that a client has to trust, as PEM. */
  readonly caPem: string;
  readonly endpoints: Endpoints;
  readonly directory: Directory;
  readonly keys: KeyRing;
  /** Makes a token, good or bad, for the first of the audiences unless the recipe says otherwise. */
  readonly mint: Mint;
  /** Knows these clients and scopes from now on, and its own users. Keys, sessions and tokens stay. */
  learn(api: Pick<IssuerProps, 'audiences' | 'scopes'>): void;
  /**
   * Makes one of the tokens of `NAMED_TOKENS`.
   *
   * @param scopes - what a good token is granted. Default: all scopes of the API
   */
  token(name: TokenName, scopes?: readonly string[]): string;
  /** @param keepOld - whether tokens signed so far stay valid */
  rotateKeys(props: { readonly keepOld: boolean }): Promise<void>;
  /** False between {@link stop} and {@link resume}. */
  readonly isListening: boolean;
  /** Answers nobody until {@link resume}, as if it were down: ends all connections, and frees the port. */
  stop(): Promise<void>;
  /**
   * Listens again, with the keys, sessions and tokens of before.
   *
   * @throws FaultError where the port was taken meanwhile
   */
  resume(): Promise<void>;
  /** Ends all connections. Resolves when the port is free. */
  close(): Promise<void>;
}

/** Starts a stand-in for WSO2 Identity Server. Keys, certificate and everything else live in memory until it is closed. */
export async function startIssuer(props: IssuerProps): Promise<Issuer> {
  const { issuer, port, host = '127.0.0.1', previousKids, now = Date.now, onFault = report } = props;
  const endpoints = endpointsOf(issuer);
  const keys = await createKeyRing();
  const tokens = createIssuedTokens({ issuer, keys, now });
  const store = createMemoryAdapter();
  const metadata = createMetadata({ endpoints, keySet: () => keySetOf(keys, previousKids) });
  let known = knowledgeOf(props, props.directory);

  function knowledgeOf(
    { audiences, scopes }: Pick<IssuerProps, 'audiences' | 'scopes'>,
    directory = createDirectory({ clientIds: audiences, scopes }),
  ) {
    const [clientId = 'local_client'] = audiences;
    return { directory, scopes, mint: createMint({ issuer, clientId, keys, now }) };
  }

  function listener(): RequestListener {
    const { directory } = known;
    const provider = createProvider({ issuer, endpoints, directory, key: keys.current, store, now });
    provider.on('server_error', (_ctx, error) => onFault(error)).on('error', onFault);
    addTokenStatus(provider, { tokens, directory });
    provider
      .use(metadata)
      .use(createUserinfo({ path: endpoints.userinfo, tokens, directory }))
      .use(createLogin(provider, { path: endpoints.login, directory }));
    return provider.callback();
  }

  let answer = listener();
  const { key, cert, ca } = createServerCertificate([...new Set([endpoints.hostname, 'localhost', '127.0.0.1'])]);
  const isOwnHost = createHostRule([new URL(issuer).hostname]);
  const server = createServer({ key, cert }, (req, res) => {
    if (isOwnHost(req.headers.host ?? '')) {
      answer(req, res);
    } else {
      res.writeHead(403, { 'content-type': 'text/plain' }).end(`Served at localhost and at ${issuer} only.\n`);
    }
  });
  await listen(server, port, host);
  const actual = server.address() as AddressInfo;
  async function stop(): Promise<void> {
    const closed = new Promise<void>((resolve) => server.close(() => resolve()));
    server.closeAllConnections();
    await closed;
  }
  return {
    issuer,
    endpoints,
    connectTo: { origin: endpoints.origin, host, port: actual.port },
    port: actual.port,
    caPem: ca,
    keys,
    get directory() {
      return known.directory;
    },
    get mint() {
      return known.mint;
    },
    learn(api) {
      known = knowledgeOf(api);
      answer = listener();
    },
    token(name, granted = known.scopes) {
      const { mint, directory } = known;
      return NAMED_TOKENS[name].make({ mint, keys, user: directory.users[0], scopes: granted });
    },
    async rotateKeys(rotation) {
      await keys.rotate(rotation);
      answer = listener();
    },
    get isListening() {
      return server.listening;
    },
    stop,
    async resume() {
      if (!server.listening) {
        await listen(server, actual.port, host);
      }
    },
    close: stop,
  };
}

/** The stack trace only: what else an error holds may be a client's secret. */
function report({ stack }: Error): void {
  console.error(`stand-in for WSO2 IS: ${stack}`);
}

async function listen(server: Server, port: number, host: string): Promise<void> {
  server.listen(port, host);
  try {
    await once(server, 'listening');
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    const got = code === 'EADDRINUSE' ? 'a port in use' : (code ?? 'an error');
    throw new FaultError(
      {
        what: `port ${port} of ${host} for the stand-in for WSO2 IS`,
        got,
        expected: 'a free port',
        fix: 'stop what listens there (a WSO2 Identity Server, or another npm start), or choose another with --issuer-port',
      },
      { cause },
    );
  }
}
