import { once } from 'node:events';
import { join } from 'node:path';
import { startChild } from './child';
import type { Contestant } from './contestants';
import { LOAD_DIR } from './load-packages';

/** The result of one turn of requests. */
export interface LoadResult {
  /** Requests that were answered 2xx. */
  readonly answered: number;
  /** Those, per second. */
  readonly perSecond: number;
  /** The latency that half of the requests stayed within, in milliseconds. */
  readonly p50: number;
  readonly p99: number;
  /** Requests that were answered otherwise, or not at all. */
  readonly failed: number;
}

/** The number of requests under way at any time. */
export const CONNECTIONS = 16;

/** Sends requests with a token from a process of its own, each connection the next one when it has its answer. */
export async function loadTurn({ url }: Contestant, token: string, seconds: number): Promise<LoadResult> {
  const generator = startChild({
    args: [join(LOAD_DIR, 'generate.mjs')],
    input: JSON.stringify({ url, token, connections: CONNECTIONS, seconds }),
  });
  const line = await generator.firstLine();
  if (generator.process.exitCode === null) {
    await once(generator.process, 'exit');
  }
  return JSON.parse(line) as LoadResult;
}
