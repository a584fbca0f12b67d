import type { Route } from '../../lib/config/types';
import { apiScopes } from '../support/api-scopes';
import { routeKey } from '../support/route-key';
import { routeItems } from './route-items';
import { stableId } from './stable-id';
import { tokenItems } from './token-items';

const NAME = 'HTTP API behind WSO2 Identity Server';

const DESCRIPTION = `Made by \`npm run postman\` from config/routes.ts; changes made here are lost.

Choose an environment, then run the requests in their order: the first ones get tokens from WSO2 IS, the others call the API with and without them. Put a token that has expired into \`expired_token\` to try it; without one those requests are skipped.

The stand-in that \`npm start\` runs has a certificate of its own. It prints the file as \`--cacert\`: add it in Postman under Settings › Certificates › CA certificates, or give it to newman as \`--ssl-extra-ca-certs\`. Never switch certificate checks off.`;

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
