// The inside of an execution environment: what Lambda's Node.js runtime does, in a worker thread. Plain JavaScript, so that
// the worker starts without a loader. environment.ts is the other side.

import { parentPort, workerData } from 'node:worker_threads';
import { loadHandler, named } from './load-handler.mjs';
import { redirectOutput } from './redirect-output.mjs';

/** @typedef {import('./environment-messages.js').Start} Start */
/** @typedef {import('./environment-messages.js').Invoke} Invoke */
/** @typedef {import('./environment-messages.js').FromEnvironment} FromEnvironment */
/** @typedef {import('./load-handler.mjs').Handler} Handler */

/** What Lambda takes as a response, in bytes. */
const MAX_RESPONSE_BYTES = 6_291_556;

const { codeDir, handler: handlerName, arn, nodeVersion } = /** @type {Start} */ (workerData);
const port = /** @type {import('node:worker_threads').MessagePort} */ (parentPort);

/** What every invocation's context holds. A worker's environment is slow to read. */
const CONTEXT = {
  functionName: process.env['AWS_LAMBDA_FUNCTION_NAME'],
  functionVersion: process.env['AWS_LAMBDA_FUNCTION_VERSION'],
  invokedFunctionArn: arn,
  logGroupName: process.env['AWS_LAMBDA_LOG_GROUP_NAME'],
  logStreamName: process.env['AWS_LAMBDA_LOG_STREAM_NAME'],
  memoryLimitInMB: process.env['AWS_LAMBDA_FUNCTION_MEMORY_SIZE'],
};

/** The invocation that is running, or ran last. */
let requestId = '';

/** @param {FromEnvironment} message */
const send = (message) => port.postMessage(message);

redirectOutput((stream, text) => send({ kind: 'log', stream, text }));

// Lambda runs a function in the folder of its code. A worker cannot change its folder, only say so.
process.cwd = () => codeDir;

process.on('uncaughtException', (error) => die('Uncaught Exception', error, 129));
process.on('unhandledRejection', (reason) => {
  die('Unhandled Promise Rejection', named('Runtime.UnhandledPromiseRejection', String(reason)), 128);
});

try {
  const handler = await loadHandler(codeDir, handlerName, nodeVersion);
  port.on('message', (/** @type {Invoke} */ message) => void run(handler, message));
  send({ kind: 'ready' });
} catch (error) {
  die('Init Error', error, 1);
}

/**
 * Runs one invocation and sends its result.
 *
 * @param {Handler} handler
 * @param {Invoke} message
 */
async function run(handler, message) {
  requestId = message.requestId;
  process.env['_X_AMZN_TRACE_ID'] = message.traceId;
  try {
    const result = await call(handler, JSON.parse(message.event), contextOf(message));
    const text = stringify(result);
    // A character takes three bytes at most.
    if (text.length > MAX_RESPONSE_BYTES / 3 && Buffer.byteLength(text) > MAX_RESPONSE_BYTES) {
      const limit = `maximum allowed payload size (${MAX_RESPONSE_BYTES} bytes)`;
      throw named('Function.ResponseSizeTooLarge', `Response payload size exceeded ${limit}.`);
    }
    port.postMessage(text);
  } catch (error) {
    logError('Invoke Error', error);
    send({ kind: 'failed', ...describe(error) });
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
function contextOf({ deadline }) {
  return {
    awsRequestId: requestId,
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
  send({
    kind: 'log',
    stream: 'stderr',
    text: `${new Date().toISOString()}\t${requestId}\tERROR\t${what} \t${text}\n`,
  });
}

/** @param {unknown} error */
function describe(error) {
  return error instanceof Error
    ? { errorType: String(error.name), errorMessage: String(error.message) }
    : { errorType: typeof error, errorMessage: String(error) };
}
