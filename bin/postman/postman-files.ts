import { environments } from '../../config/environments';
import type { Route } from '../../lib/config/types';
import { createDirectory } from '../../local/issuer/directory';
import { apiScopes } from '../support/api-scopes';
import { collection } from './collection';
import { environment } from './environment';

/** What `npm run postman` writes for these routes: text by file name, below the project's folder. */
export function postmanFiles(routes: readonly Route[]): Readonly<Record<string, string>> {
  const { issuer, clientIds } = environments.local;
  const [client] = createDirectory({ clientIds, scopes: apiScopes({ routes }) }).clients;
  const local = {
    name: 'npm start',
    baseUrl: 'http://127.0.0.1:3000',
    issuer,
    clientId: client?.id,
    // No secret: nothing but the stand-in knows this client.
    clientSecret: client?.secret,
  };
  return {
    'postman/wso2-http-api.postman_collection.json': text(collection(routes)),
    'postman/local.postman_environment.json': text(environment(local)),
    'postman/deployment.postman_environment.json': text(environment({ name: 'a deployment' })),
  };
}

function text(content: object): string {
  return `${JSON.stringify(content, null, 2)}\n`;
}
