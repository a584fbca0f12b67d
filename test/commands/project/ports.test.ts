import { once } from 'node:events';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { assertFree, listenError } from '../../../commands/project/ports';
import { tempFolder } from '../../local/gateway/support/temp-folders';
import { startHttpsServer } from '../../support/https-server';

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.close();
  }
});

/** A port on which something listens that says nothing. */
async function takenPort(): Promise<number> {
  const server = createServer((socket) => socket.destroy()).listen(0, '127.0.0.1');
  servers.push(server);
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

const gateway = (port: number) => ({ port, what: 'the gateway', flag: '--port' });
const standIn = (port: number, issuer = `https://localhost:${port}/oauth2/token`) => ({
  port,
  what: 'the stand-in for WSO2 IS',
  flag: '--issuer-port',
  issuer,
});

test('all ports that are taken are told at once, before anything starts', async () => {
  const [one, other] = [await takenPort(), await takenPort()];
  await expect(assertFree([gateway(one), standIn(other)], tempFolder({}))).rejects.toThrow(
    `port ${one} of 127.0.0.1 for the gateway — got a port in use — expected a free port — stop what listens there, or choose another with --port\n` +
      `port ${other} of 127.0.0.1 for the stand-in for WSO2 IS — got a port in use — expected a free port — stop what listens there, or choose another with --issuer-port; a WSO2 IS of your own is asked with --issuer external`,
  );
});

test('a server that speaks https at the issuer leads to --issuer external, its certificate being trusted or not', async () => {
  const server = await startHttpsServer((_request, response) => response.end('{}'));
  const { port } = new URL(server.origin);
  await expect(assertFree([standIn(Number(port), `${server.origin}/oauth2/token`)], tempFolder({}))).rejects.toThrow(
    /got a port in use, by a server that speaks https .* npm start -- --issuer external --ca FILE; or stop/,
  );
  await server.close();
});

test('free ports are left alone, and so is 0', async () => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  await expect(assertFree([gateway(port), gateway(0)], tempFolder({}))).resolves.toBeUndefined();
});

test('a port that was taken meanwhile is told in the same words; another error as it is', () => {
  const taken = Object.assign(new Error('listen'), { code: 'EADDRINUSE' });
  expect(String(listenError(taken, gateway(3000)))).toContain(
    'port 3000 of 127.0.0.1 for the gateway — got a port in use',
  );
  const other = new TypeError('no');
  expect(listenError(other, gateway(3000))).toBe(other);
});
