import type { Socket } from 'node:net';
import { createIssuerFetch } from '../../../commands/wso2/issuer-fetch';
import { type HttpsServer, startHttpsServer } from '../../support/https-server';

const sockets: Socket[] = [];
let server: HttpsServer;
beforeAll(async () => {
  server = await startHttpsServer((request, response) => {
    sockets.push(request.socket);
    if (request.url === '/last') {
      response.shouldKeepAlive = false;
    }
    response.end();
  });
});
afterAll(() => server.close());
beforeEach(() => {
  sockets.length = 0;
});

test('the requests of a command share a connection', async () => {
  const issuerFetch = createIssuerFetch({ ca: server.ca });
  await issuerFetch(server.origin);
  await issuerFetch(server.origin, { method: 'POST', body: 'a=b' });
  expect([sockets.length, new Set(sockets).size]).toEqual([2, 1]);
});

test('the request after one whose connection the issuer closed has a new one', async () => {
  const issuerFetch = createIssuerFetch({ ca: server.ca });
  await issuerFetch(`${server.origin}/last`);
  await issuerFetch(server.origin);
  expect(new Set(sockets).size).toBe(2);
});

test('two commands do not share a connection', async () => {
  await createIssuerFetch({ ca: server.ca })(server.origin);
  await createIssuerFetch({ ca: server.ca })(server.origin);
  expect(new Set(sockets).size).toBe(2);
});
