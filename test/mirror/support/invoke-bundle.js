// Runs the handler of a bundle, as Lambda does at a cold start, in the network of the test: the private view of a name leads to a port
// of this machine, and the connection says that it is to an address of that network. The bundle knows of none of this.
const { Socket } = require('node:net');
const { pathToFileURL } = require('node:url');
const serve = require('../../support/serve-program');

const given = { ...process.env };
let network = { host: '', address: '', port: 0 };
let runs = 0;

const { connect } = Socket.prototype;
Socket.prototype.connect = function (/** @type {any[]} */ ...args) {
  // Node hands on what it was called with as one array.
  const [options] = Array.isArray(args[0]) ? args[0] : args;
  const { host, address, port } = network;
  if (options.host === host && Number(options.port) === 443) {
    Object.assign(options, { host: '127.0.0.1', port });
    Object.defineProperty(this, 'remoteAddress', { value: address });
  }
  return Reflect.apply(connect, this, args);
};

// Its file, its environment and its network, both as JSON.
serve(async ([bundle = '', env = '{}', of = '{}']) => {
  process.env = { ...given, ...JSON.parse(env) };
  network = JSON.parse(of);
  runs += 1;
  try {
    const { handler } = await import(`${pathToFileURL(bundle)}?run=${runs}`);
    await handler({}, {});
    return 0;
  } catch (error) {
    const { name, message } = /** @type {Error} */ (error);
    console.error(JSON.stringify({ errorType: name, errorMessage: message }));
    return 1;
  }
});
