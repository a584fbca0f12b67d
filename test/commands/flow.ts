import { once } from 'node:events';
import { type AddressInfo, connect, createServer } from 'node:net';
import { join } from 'node:path';
import { synthesize } from '../../commands/project/synthesize';
import { createDocumentFetcher } from '../../local/authorizer/fetch-document';
import { createIssuerKeys } from '../../local/authorizer/issuer-keys';
import { createJwtAuthorizer } from '../../local/authorizer/jwt-authorizer';
import { readAssembly } from '../../local/gateway/assembly/read-assembly';
import { type Gateway, startGateway } from '../../local/gateway/gateway';
import type { ApiModel } from '../../local/gateway/model';
import type { Issuer } from '../../local/issuer/start-issuer';
import { tempFolder } from '../local/gateway/support/temp-folders';
import { introduce, startStandIn } from './support/stand-in';

/** The servers of `npm start`, in this process and on free ports. */
export interface Flow {
  readonly issuer: Issuer;
  /** The synthesized template. */
  readonly model: ApiModel;
  readonly gateway: Gateway;
  /** The flags that choose its configuration. */
  readonly flags: readonly string[];
  /** A folder in which commands find it, as they find a running `npm start`. */
  readonly root: string;
  close(): Promise<void>;
}

/** Starts it, from the template that is synthesized for its issuer. The issuer is reached at its own URL, too. */
export async function startFlow(): Promise<Flow> {
  // The issuer's URL holds its port, and has to be known first: a door in front of it gets a free one.
  let behind = 0;
  const door = createServer((socket) => {
    const inner = connect(behind, '127.0.0.1');
    socket.on('error', () => inner.destroy());
    inner.on('error', () => socket.destroy());
    socket.pipe(inner).pipe(socket);
  });
  door.listen(0, '127.0.0.1');
  await once(door, 'listening');
  const name = `https://localhost:${(door.address() as AddressInfo).port}/oauth2/token`;

  const assembly = join(tempFolder({}), 'cdk.out');
  const [issuer] = await Promise.all([startStandIn(name), synthesize({ env: 'local', issuer: name }, assembly)]).catch(
    (error) => {
      door.close();
      throw error;
    },
  );
  behind = issuer.port;
  const { caPem: ca, connectTo } = issuer;
  const keys = createIssuerKeys({
    issuer: name,
    fetchDocument: createDocumentFetcher({ ca, connectTo }),
    now: Date.now,
  });
  const model = readAssembly(assembly);
  const gateway = await startGateway({
    model,
    createAuthorizer: (authorizer) => createJwtAuthorizer(authorizer, { keys, now: Date.now }),
  });

  return {
    issuer,
    model,
    gateway,
    flags: ['-c', 'env=local', '-c', `issuer=${name}`],
    root: introduce(issuer, gateway.url),
    async close() {
      door.close();
      await gateway.close();
      await issuer.close();
    },
  };
}
