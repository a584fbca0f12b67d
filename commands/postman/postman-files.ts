import { environments } from '../../config/environments';
import type { Route } from '../../lib/api/types';
import { createDirectory } from '../../local/issuer';
import { apiScopes, routeKey } from '../project/routes';
import { stableId } from './item';
import { routeItems } from './route-items';
import { tokenItems } from './token-items';

/** The files of `npm run postman` for these routes: text by file name, below the project's folder. */
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
    'postman/api.postman_collection.json': text(collection(routes)),
    'postman/local.postman_environment.json': text(environmentFile(local)),
    'postman/deployment.postman_environment.json': text(environmentFile({ name: 'a deployment' })),
  };
}

function text(content: object): string {
  return `${JSON.stringify(content, null, 2)}\n`;
}

const NAME = 'HTTP API behind WSO2 Identity Server';

const DESCRIPTION = `Made by \`npm run postman\` from config/routes.ts; changes made here are lost.

Choose an environment, then run the requests in their order: the first ones get tokens from WSO2 IS, the others call the API with and without them. Put a token that has expired into \`expired_token\`, that of \`npm start\` or one that you got an hour ago: without one those requests fail.

The stand-in that \`npm start\` runs has a certificate of its own, in a file that it names: add it in Postman under Settings › Certificates › CA certificates, or give it to newman as \`--ssl-extra-ca-certs\`. Never switch certificate checks off.`;

/** The collection for these routes, format v2.1: the same for the same routes. */
export function collection(routes: readonly Route[]): object {
  return {
    info: {
      _postman_id: stableId(NAME),
      name: NAME,
      description: DESCRIPTION,
      schema: 'https://schema.getpostman.com/json/collection/v2.1.0/collection.json',
    },
    item: [
      { name: 'Tokens of WSO2 IS', item: tokenItems() },
      ...routes.map((route) => ({ name: routeKey(route), item: routeItems(route) })),
    ],
    variable: [{ key: 'scopes', value: apiScopes({ routes }).join(' '), type: 'string' }],
  };
}

export interface EnvironmentProps {
  readonly name: string;
  /** @default empty, to be filled in */
  readonly baseUrl?: string;
  /** @default empty, to be filled in */
  readonly issuer?: string;
  /** @default empty, to be filled in */
  readonly clientId?: string;
  /** For a client that is known to a stand-in only. @default empty, to be filled in and not to be shared */
  readonly clientSecret?: string;
}

/** An environment of Postman. What must not be seen or shared is of the type that Postman masks. */
function environmentFile({ name, baseUrl, issuer, clientId, clientSecret }: EnvironmentProps): object {
  const variable = (key: string, value = '', type: 'default' | 'secret' = 'default') => ({
    key,
    value,
    type,
    enabled: true,
  });
  return {
    id: stableId(name),
    name,
    values: [
      variable('base_url', baseUrl),
      variable('issuer', issuer),
      variable('client_id', clientId),
      variable('client_secret', clientSecret, 'secret'),
      variable('expired_token', '', 'secret'),
      // Set by the first requests.
      variable('token_endpoint'),
      variable('access_token', '', 'secret'),
      variable('token_without_scope', '', 'secret'),
    ],
    _postman_variable_scope: 'environment',
  };
}
