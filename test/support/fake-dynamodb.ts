import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

/** DynamoDB, as far as one that puts and gets items by their `id`. */
export interface FakeDynamoDb {
  readonly url: string;
  /** The items, by table and id: `orders/1`. */
  readonly items: ReadonlyMap<string, unknown>;
  close(): void;
}

/** Starts one, on 127.0.0.1. */
export async function startFakeDynamoDb(): Promise<FakeDynamoDb> {
  const items = new Map<string, unknown>();
  const server: Server = createServer(async (request, response) => {
    const { TableName: table, Key: key, Item: item } = JSON.parse(await text(request));
    const place = `${table}/${(key ?? item).id.S}`;
    if (item) {
      items.set(place, item);
    }
    const isPut = String(request.headers['x-amz-target']).endsWith('.PutItem');
    response.writeHead(200, { 'content-type': 'application/x-amz-json-1.0' });
    response.end(JSON.stringify(isPut ? {} : { Item: items.get(place) }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    items,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

/** A dotenv file for `--function-env` that leads to one. */
export function addressOf({ url }: FakeDynamoDb): string {
  return `AWS_ENDPOINT_URL_DYNAMODB=${url}\nAWS_ACCESS_KEY_ID=local\nAWS_SECRET_ACCESS_KEY=local\n`;
}
