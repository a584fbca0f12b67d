// Finds a function's handler as Lambda's Node.js runtime does.

const { statSync } = require('node:fs');
const { basename, dirname, resolve } = require('node:path');
const { pathToFileURL } = require('node:url');

/** @typedef {(event: unknown, context: object, callback?: (error: unknown, result: unknown) => void) => unknown} Handler */

/**
 * Imports a handler.
 *
 * @param {string} codeDir - the folder of the code
 * @param {string} handlerName - `index.handler`, or `path/to/module.name.of.handler`
 * @param {number} nodeVersion - the major version of the function's runtime
 * @returns {Promise<Handler>}
 * @throws Error whose name is the error type that Lambda reports
 * @see https://github.com/aws/aws-lambda-nodejs-runtime-interface-client
 */
async function loadHandler(codeDir, handlerName, nodeVersion) {
  const name = basename(handlerName);
  const [, moduleName, path] = /^([^.]*)\.(.*)$/.exec(name) ?? [];
  if (moduleName === undefined || path === undefined || handlerName.includes('..')) {
    throw named('Runtime.MalformedHandlerName', `'${handlerName}' is not a valid handler name.`);
  }
  const base = resolve(codeDir, dirname(handlerName), moduleName);
  const file = ['', '.js', '.mjs', '.cjs'].map((extension) => base + extension).find((candidate) => isFile(candidate));
  if (file === undefined) {
    throw named('Runtime.ImportModuleError', `Error: Cannot find module '${moduleName}' in ${codeDir}`);
  }
  const exported = await importModule(file);
  const handler = find(exported, path) ?? find(exported.default, path);
  if (typeof handler !== 'function') {
    const fault = handler === undefined ? 'undefined or not exported' : 'not a function';
    throw named('Runtime.HandlerNotFound', `${handlerName} is ${fault}`);
  }
  if (handler.length >= 3 && nodeVersion >= 24) {
    throw named(
      'Runtime.CallbackHandlerDeprecated',
      'ERROR: AWS Lambda has removed support for callback-based function handlers starting with Node.js 24. You need to modify this function to use a supported handler signature to use Node.js 24 or later. For more information see https://docs.aws.amazon.com/lambda/latest/dg/nodejs-handler.html.',
    );
  }
  return /** @type {Handler} */ (handler);
}

/** @param {string} file */
async function importModule(file) {
  try {
    return await import(pathToFileURL(file).href);
  } catch (error) {
    if (error instanceof SyntaxError) {
      throw named('Runtime.UserCodeSyntaxError', String(error), error.stack);
    }
    const { code } = /** @type {{ code?: unknown }} */ (error ?? {});
    throw code === 'ERR_MODULE_NOT_FOUND' || code === 'MODULE_NOT_FOUND'
      ? named('Runtime.ImportModuleError', String(error))
      : error;
  }
}

/** @param {string} path */
function isFile(path) {
  return statSync(path, { throwIfNoEntry: false })?.isFile() === true;
}

/**
 * @param {any} holder
 * @param {string} path - names, with dots in between
 */
function find(holder, path) {
  return path.split('.').reduce((object, name) => object?.[name], holder);
}

/** The first of what Node.js says of a module that it does not find, where that is of the AWS SDK. */
const MISSING_SDK = /Cannot find (?:package|module) '(@(?:aws-sdk|smithy)\/[^'/]+)/;

/**
 * Adds to an error's message what to do where it misses a package that Lambda's runtime ships.
 *
 * @param {string} message
 */
function withSdkAdvice(message) {
  const [, name] = MISSING_SDK.exec(message) ?? [];
  return name === undefined
    ? message
    : `${message} (Lambda's runtime ships ${name}; to have it here: npm install --save-dev ${name}, or bundle it)`;
}

/**
 * An error of a type that Lambda reports.
 *
 * @param {string} name
 * @param {string} message
 * @param {string} [stack]
 */
function named(name, message, stack) {
  const error = new Error(message);
  error.name = name;
  if (stack !== undefined) {
    error.stack = stack;
  }
  return error;
}

module.exports = { loadHandler, named, withSdkAdvice };
