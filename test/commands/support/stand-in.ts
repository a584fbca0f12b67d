import { writeLaptopFile } from '../../../commands/wso2/laptop-file';
import { type Issuer, startIssuer } from '../../../local/issuer/start-issuer';
import { tempFolder } from '../../local/gateway/support/temp-folders';

/** The issuer of the environment `local`, as `npm start` runs it, on a free port. */
export function startStandIn(issuer = 'https://localhost:9443/oauth2/token'): Promise<Issuer> {
  return startIssuer({ issuer, port: 0, audiences: ['local_client'], scopes: ['quotes:write'] });
}

/**
 * A folder in which commands find the issuer as they find that of a running `npm start`. Removed after the test file.
 *
 * @param url where the gateway answers
 */
export function introduce({ issuer, caPem: ca, connectTo, directory }: Issuer, url = 'http://127.0.0.1:3000'): string {
  const root = tempFolder({});
  const clients = directory.clients.map(({ id, secret }) => ({ id, secret }));
  writeLaptopFile(root, { pid: process.pid, url, issuer, ca, connectTo, clients });
  return root;
}
