// The inside of an execution environment: what Lambda's Node.js runtime does, as the main program of its process. Plain
// JavaScript, so that it starts without a loader, and CommonJS, because an import of `node:fs` and its like loads all that
// they load only when asked. environment.ts is the other side.

// The heap of this process has its limit by now, and Node.js takes what it has compiled of its own modules only where no
// flag of V8 differs from its own: without this line it compiles each of them again, a fifth of the start.
require('node:v8').setFlagsFromString('--max-old-space-size=0');

const { Console } = require('node:console');
const { writeSync } = require('node:fs');
const { Socket } = require('node:net');
const { createFrameReader, encodeFrame } = require('./frames.cjs');
const { loadHandler, named, withSdkAdvice } = require('./load-handler.cjs');

// Lambda's own runtime is an ES module, so that a function's code sees no main module.
process.mainModule = undefined;

/** @typedef {import('./environment-messages.js').Invoke} Invoke */
/** @typedef {import('./environment-messages.js').Load} Load */
/** @typedef {import('./environment-messages.js').FromEnvironment} FromEnvironment */
/** @typedef {import('./environment-messages.js').FunctionError} FunctionError */
/** @typedef {import('./load-handler.cjs').Handler} Handler */

/** The largest response that Lambda takes, in bytes. */
const MAX_RESPONSE_BYTES = 6_291_556;

/** Longer messages of errors are cut, in characters: one without end would be no message of the channel's. */
const MAX_ERROR_LENGTH = 262_144;

/** The descriptor of the channel. In no variable that the function's code could come across. */
const CHANNEL = 3;

const codeDir = process.cwd();
const handlerName = process.env['_HANDLER'] ?? '';
const nodeVersion = Number(/\d+/.exec(process.env['AWS_EXECUTION_ENV'] ?? '')?.[0]);

/** The members that the context of every invocation has. */
const CONTEXT = {
  functionName: process.env['AWS_LAMBDA_FUNCTION_NAME'],
  functionVersion: process.env['AWS_LAMBDA_FUNCTION_VERSION'],
  logGroupName: process.env['AWS_LAMBDA_LOG_GROUP_NAME'],
  logStreamName: process.env['AWS_LAMBDA_LOG_STREAM_NAME'],
  memoryLimitInMB: process.env['AWS_LAMBDA_FUNCTION_MEMORY_SIZE'],
};

/** The invocation that is running, or ran last. */
let requestId = '';

/** @type {Handler | undefined} */
let handler;

const channel = new Socket({ fd: CHANNEL, readable: true, writable: true });
const read = createFrameReader(Number.POSITIVE_INFINITY, (head, event) => {
  const message = /** @type {Omit<Invoke, 'event'> | Load} */ (head);
  if ('load' in message) {
    void load();
  } else {
    void run(/** @type {Handler} */ (handler), { ...message, event });
  }
});
channel.on('data', read);
// The gateway is gone, and nothing is left of it.
channel.on('error', () => {});
channel.on('close', () => process.kill(process.pid, 'SIGKILL'));
// They may be sent to all processes of a terminal; it is the gateway that ends this one.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.on(signal, () => {});
}

/** @param {FromEnvironment} message */
function send(message) {
  const { json, ...head } = /** @type {FromEnvironment & { json?: string }} */ (message);
  channel.write(encodeFrame(head, json));
}

/**
 * Makes a write return only when it is done.
 *
 * @param {object} stream - on a descriptor
 */
function blocking(stream) {
  /** @type {{ _handle?: { setBlocking?(is: boolean): void } }} */ (stream)._handle?.setBlocking?.(true);
}

// A write returns when the gateway has it, so that nothing is lost where the process ends right after.
for (const stream of [process.stdout, process.stderr]) {
  blocking(stream);
}
// As Lambda's runtime does, so that lines keep their order whatever their level.
Object.assign(console, new Console(process.stdout));

process.on('uncaughtException', (error) => die('Uncaught Exception', error, 129));
process.on('unhandledRejection', (reason) => {
  die('Unhandled Promise Rejection', named('Runtime.UnhandledPromiseRejection', String(reason)), 128);
});

/** Initializes the function. Its code is here by now, which it may not have been when the process started. */
async function load() {
  try {
    handler = await loadHandler(codeDir, handlerName, nodeVersion);
    send({ kind: 'ready' });
  } catch (error) {
    die('Init Error', error, 1);
  }
}

/**
 * Runs one invocation and sends its result.
 *
 * @param {Handler} handler
 * @param {Invoke} message
 */
async function run(handler, message) {
  const loop = performance.eventLoopUtilization();
  const cpu = process.cpuUsage();
  const spent = () => {
    const { user, system } = process.cpuUsage(cpu);
    return { cpuMs: (user + system) / 1000, idleMs: performance.eventLoopUtilization(loop).idle };
  };
  const { requestId: id } = message;
  requestId = id;
  process.env['_X_AMZN_TRACE_ID'] = message.traceId;
  try {
    const result = await call(handler, JSON.parse(message.event), contextOf(message));
    const text = stringify(result);
    // A character takes three bytes at most.
    if (text.length > MAX_RESPONSE_BYTES / 3 && Buffer.byteLength(text) > MAX_RESPONSE_BYTES) {
      const limit = `maximum allowed payload size (${MAX_RESPONSE_BYTES} bytes)`;
      throw named('Function.ResponseSizeTooLarge', `Response payload size exceeded ${limit}.`);
    }
    send({ kind: 'result', requestId: id, ...spent(), json: text });
  } catch (error) {
    logError('Invoke Error', error);
    send({ kind: 'failed', requestId: id, ...spent(), ...describe(error) });
  }
}

/**
 * @param {Handler} handler
 * @param {unknown} event
 * @param {object} context
 */
function call(handler, event, context) {
  if (handler.length < 3) {
    return handler(event, context);
  }
  return new Promise((succeed, fail) => {
    const returned = handler(event, context, (error, result) => (error ? fail(error) : succeed(result)));
    if (returned instanceof Promise) {
      returned.then(succeed, fail);
    }
  });
}

/** @param {Invoke} message */
function contextOf({ requestId, arn, deadline }) {
  return {
    awsRequestId: requestId,
    invokedFunctionArn: arn,
    callbackWaitsForEmptyEventLoop: true,
    getRemainingTimeInMillis: () => deadline - Date.now(),
    ...CONTEXT,
  };
}

/**
 * A result as JSON text; `null` for what JSON has no text for, such as undefined.
 *
 * @param {unknown} result
 */
function stringify(result) {
  try {
    return JSON.stringify(result) ?? 'null';
  } catch (error) {
    throw named('Runtime.JSONStringifyError', `Unable to stringify response body: ${error}`);
  }
}

/**
 * Reports what no invocation can go on after, and ends the environment.
 *
 * @param {string} what
 * @param {unknown} error
 * @param {number} exitCode
 */
function die(what, error, exitCode) {
  logError(what, error);
  blocking(channel);
  send({ kind: 'died', ...describe(error) });
  process.exit(exitCode);
}

/**
 * @param {string} what
 * @param {unknown} error
 */
function logError(what, error) {
  const stack = error instanceof Error && typeof error.stack === 'string' ? error.stack.split('\n') : [];
  const text = JSON.stringify({ ...describe(error), stack });
  try {
    writeSync(1, `${new Date().toISOString()}\t${requestId}\tERROR\t${what} \t${text}\n`);
  } catch {
    // The function has closed its output.
  }
}

/**
 * @param {unknown} error
 * @returns {FunctionError}
 */
function describe(error) {
  const [errorType, message] =
    error instanceof Error ? [String(error.name), String(error.message)] : [typeof error, String(error)];
  return { errorType, errorMessage: withSdkAdvice(message).slice(0, MAX_ERROR_LENGTH) };
}
