// Runs the handler of a bundle once, as Lambda does, in the network of the test: the private view of a name leads to a port of
// this machine, and the connection says that it is to an address of that network. The bundle knows of none of this.
//
//   node invoke-bundle.mjs FILE '{"host":"id.example.com","address":"10.0.3.7","port":12345}'
import { Socket } from 'node:net';
import { pathToFileURL } from 'node:url';

const [, , bundle = '', network = ''] = process.argv;
const { host, address, port } = JSON.parse(network);

const connect = Socket.prototype.connect;
Socket.prototype.connect = function (/** @type {any[]} */ ...args) {
  // Node hands on what it was called with as one array.
  const [options] = Array.isArray(args[0]) ? args[0] : args;
  if (options.host === host && Number(options.port) === 443) {
    Object.assign(options, { host: '127.0.0.1', port });
    Object.defineProperty(this, 'remoteAddress', { value: address });
  }
  return Reflect.apply(connect, this, args);
};

try {
  const { handler } = await import(pathToFileURL(bundle).href);
  await handler({}, {});
} catch (error) {
  const { name, message } = /** @type {Error} */ (error);
  console.error(JSON.stringify({ errorType: name, errorMessage: message }));
  process.exitCode = 1;
}
