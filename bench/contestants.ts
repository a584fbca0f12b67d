import { readFileSync } from 'node:fs';
import { request } from 'node:https';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { setTimeout as delay } from 'node:timers/promises';
import { ROOT } from '../commands/kit/execute';
import { environments } from '../config/environments';
import { type Child, startChild } from './child';
import { LOAD_DIR } from './load-packages';

/** A server with the route `GET /me`. */
export interface Contestant {
  readonly name: string;
  /** Of `GET /me`. */
  readonly url: string;
  readonly child: Child;
}

export interface Contestants {
  readonly ours: Contestant;
  readonly offline: Contestant;
  readonly limit: Contestant;
  /** Accepted by all. */
  readonly token: string;
}

/** The members of the output of `npm start -- --json` that the benchmark reads. */
interface Ready {
  readonly url: string;
  readonly issuer: string;
  readonly caFile: string;
  readonly tokens: Readonly<Record<'valid', string>>;
}

/** The longest time until a server's first answer, in milliseconds. */
const START_LIMIT_MS = 60_000;

/**
 * Starts all three, ready to answer the same token.
 *
 * @param assembly - the cloud assembly that the gateway serves
 * @param home - a folder for what serverless-offline keeps in the user's home
 */
export async function startContestants(assembly: string, home: string): Promise<Contestants> {
  const { ours, issuerPort, ready } = await startOurs(assembly);
  const { issuer, caFile, tokens } = ready;
  const [audience = ''] = environments.local.clientIds;
  const keySet = await httpsText(`https://localhost:${issuerPort}/oauth2/jwks`, readFileSync(caFile, 'utf8'));

  const limit = startChild({ args: [join(LOAD_DIR, 'limit-server.mjs'), issuer, audience], input: keySet });
  const offline = await startOffline({
    ...{ folder: LOAD_DIR, home, options: ['--ignoreJWTSignature'] },
    env: { BENCH_ISSUER: issuer, BENCH_AUDIENCE: audience },
  });
  const contestants = {
    ours,
    offline: { name: 'serverless-offline', url: `${offline.url}/me`, child: offline.child },
    limit: { name: 'node:http with aws-jwt-verify', url: `${await limit.firstLine()}/me`, child: limit },
    token: tokens.valid,
  };
  await Promise.all(
    [contestants.ours, contestants.offline, contestants.limit].map((one) => answering(one, tokens.valid)),
  );
  return contestants;
}

/** Starts `npm start`, with a window on its memory. */
async function startOurs(assembly: string): Promise<{ ours: Contestant; issuerPort: number; ready: Ready }> {
  const issuerPort = await freePort();
  const child = startChild({
    args: [
      ...['--expose-gc', '--import', 'tsx', '--import', join(LOAD_DIR, 'report-memory.mjs'), 'bin/start.ts', '--json'],
      ...[
        '--no-watch',
        '--port',
        '0',
        '--console-port',
        '0',
        '--issuer-port',
        String(issuerPort),
        '--assembly',
        assembly,
      ],
    ],
    cwd: ROOT,
    ipc: true,
  });
  const ready = JSON.parse(await child.firstLine()) as Ready;
  return { ours: { name: 'npm start', url: `${ready.url}/me`, child }, issuerPort, ready };
}

/**
 * Starts `npm start` with an assembly whose function waits, and a bare server that waits as long.
 *
 * @param waitMs - how long, in milliseconds
 */
export async function startWaiting(assembly: string, waitMs: number): Promise<Omit<Contestants, 'offline'>> {
  const { ours, ready } = await startOurs(assembly);
  const child = startChild({ args: [join(LOAD_DIR, 'waiting-server.mjs'), String(waitMs)] });
  const limit = { name: 'node:http', url: `${await child.firstLine()}/me`, child };
  const token = ready.tokens.valid;
  await Promise.all([ours, limit].map((one) => answering(one, token)));
  return { ours, limit, token };
}

export interface OfflineProps {
  /** Its `serverless.yml` stands there, and its packages. */
  readonly folder: string;
  /** A folder for what it keeps in the user's home. */
  readonly home: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Options of `serverless offline`. */
  readonly options?: readonly string[];
}

/** Starts serverless-offline. It does not listen yet. */
export async function startOffline({ folder, home, env = {}, options = [] }: OfflineProps): Promise<{
  readonly child: Child;
  /** Without a path. */
  readonly url: string;
}> {
  const [port, lambdaPort] = [await freePort(), await freePort()];
  const child = startChild({
    args: [
      ...['node_modules/serverless/bin/serverless.js', 'offline', '--noSponsor', ...options],
      ...['--host', '127.0.0.1', '--httpPort', String(port), '--lambdaPort', String(lambdaPort)],
    ],
    cwd: folder,
    // Nothing of the caller's account, and no line for each request: the gateway prints none either.
    env: { PATH: process.env['PATH'], HOME: home, USERPROFILE: home, SLS_LOG_LEVEL: 'error', ...env },
  });
  return { child, url: `http://127.0.0.1:${port}` };
}

/**
 * Waits until a server answers the token.
 *
 * @throws Error when it does not within {@link START_LIMIT_MS}
 */
async function answering({ name, url, child }: Contestant, token: string): Promise<void> {
  const until = Date.now() + START_LIMIT_MS;
  let got = 'no answer';
  while (Date.now() < until && child.process.exitCode === null) {
    try {
      const { status } = await fetch(url, { headers: { authorization: `Bearer ${token}` } });
      if (status === 200) {
        return;
      }
      got = `status ${status}`;
    } catch {
      // Not listening yet.
    }
    await delay(100);
  }
  throw new Error(`${name} — got ${got} — expected status 200 for a valid token — start it by hand to see why`);
}

/** A port of 127.0.0.1 that nothing listens on. */
export async function freePort(): Promise<number> {
  const server = createServer();
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}

async function httpsText(url: string, ca: string): Promise<string> {
  return new Promise((resolve, reject) => {
    request(url, { ca, agent: false, family: 4 }, (response) => resolve(text(response)))
      .once('error', reject)
      .end();
  });
}
