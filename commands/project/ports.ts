import { once } from 'node:events';
import { createServer } from 'node:net';
import type { Fault } from '../../lib/check/fault';
import { createDocumentFetcher, discoveryUrl } from '../../local/authorizer';
import { CommandError } from '../kit/command';
import { readLaptopFile } from '../wso2/laptop-file';

/** A port of 127.0.0.1 that is about to be listened on. */
export interface WantedPort {
  /** 0 for any free one. */
  readonly port: number;
  /** The server that is to listen there. */
  readonly what: string;
  /** The flag that chooses it. */
  readonly flag: string;
  /** The issuer that may listen there itself. @default none */
  readonly issuer?: string;
}

/**
 * Sees to it that nothing listens on ports that are about to be used, before anything is started.
 *
 * @param root - the folder of the project, where other runs of `npm start` have left word
 * @throws CommandError with every port that is taken
 */
export async function assertFree(ports: readonly WantedPort[], root: string): Promise<void> {
  const faults = await Promise.all(ports.map((wanted) => faultOf(wanted, root)));
  if (faults.flat().length > 0) {
    throw new CommandError(faults.flat());
  }
}

/** The error of a server that could not listen; another one as it is. */
export function listenError(error: unknown, wanted: WantedPort): unknown {
  return (error as NodeJS.ErrnoException).code === 'EADDRINUSE'
    ? new CommandError([portFault(wanted, false)], { cause: error })
    : error;
}

async function faultOf(wanted: WantedPort, root: string): Promise<Fault[]> {
  const { port, issuer } = wanted;
  if (port === 0 || (await isFree(port))) {
    return [];
  }
  const isOther = issuer === undefined || readLaptopFile(root, issuer) !== undefined;
  return [portFault(wanted, !isOther && (await speaksHttps(issuer)))];
}

function portFault({ port, what, flag, issuer }: WantedPort, isIssuer: boolean): Fault {
  const fix = `stop what listens there, or choose another with ${flag}`;
  return {
    what: `port ${port} of 127.0.0.1 for ${what}`,
    got: isIssuer ? 'a port in use, by a server that speaks https' : 'a port in use',
    expected: 'a free port',
    fix: isIssuer
      ? `if that is your WSO2 IS, ask it for tokens: npm start -- --issuer external --ca FILE; or ${fix}`
      : issuer === undefined
        ? fix
        : `${fix}; a WSO2 IS of your own is asked with --issuer external`,
  };
}

async function isFree(port: number): Promise<boolean> {
  const server = createServer().listen(port, '127.0.0.1');
  try {
    await once(server, 'listening');
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'EADDRINUSE';
  } finally {
    server.close();
  }
}

/** True if a server speaks TLS at the issuer, be its certificate trusted or not. */
async function speaksHttps(issuer: string): Promise<boolean> {
  const result = await createDocumentFetcher({})(discoveryUrl(issuer));
  return result.ok || /CERT|SELF_SIGNED|ALTNAME/.test(result.code ?? '');
}
