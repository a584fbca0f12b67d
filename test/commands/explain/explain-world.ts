import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { explainCommand } from '../../../commands/explain/explain-command';
import { writeLaptopFile } from '../../../commands/wso2/laptop-file';
import { keySetOf } from '../../../local/issuer/key-set';
import { type Issuer, startIssuer } from '../../../local/issuer/start-issuer';
import { type Invoked, invoke } from '../support/invoke';

/** A laptop on which `npm start` runs, and what `npm run explain` says there. */
export interface ExplainWorld {
  readonly issuer: Issuer;
  /** The folder of the laptop file and of the files that a test writes. */
  readonly root: string;
  /** A file with the issuer's keys. */
  readonly jwks: string;
  /** Explains a token of standard input by that file. */
  explain(token: string, ...args: string[]): Promise<Invoked>;
  /** The same, with the keys as the issuer publishes them. */
  explainOnline(token: string, ...args: string[]): Promise<Invoked>;
  close(): Promise<void>;
}

/** The clock of the issuer and of the command, in milliseconds since 1970. */
export const NOW = Date.parse('2026-03-01T12:00:00Z');
/** That of the environment `local`. */
export const ISSUER = 'https://localhost:9443/oauth2/token';

/** The issuer listens at any free port; the laptop file leads to it, as it does for `npm start -- --issuer-port`. */
export async function startExplainWorld(): Promise<ExplainWorld> {
  const root = mkdtempSync(join(tmpdir(), 'explain-'));
  const issuer = await startIssuer({
    issuer: ISSUER,
    port: 0,
    audiences: ['local_client'],
    scopes: ['quotes:write'],
    now: () => NOW,
  });
  const { caPem: ca, connectTo } = issuer;
  writeLaptopFile(root, { pid: process.pid, url: 'http://127.0.0.1:3000', issuer: ISSUER, ca, connectTo, clients: [] });
  const jwks = join(root, 'jwks.json');
  writeFileSync(jwks, JSON.stringify(keySetOf(issuer.keys)));
  const explainOnline = (token: string, ...args: string[]) =>
    invoke(explainCommand, ['-', ...args], { root, stdin: token, now: () => NOW });
  return {
    issuer,
    root,
    jwks,
    explainOnline,
    explain: (token, ...args) => explainOnline(token, '--jwks', jwks, ...args),
    async close() {
      await issuer.close();
      rmSync(root, { recursive: true });
    },
  };
}
