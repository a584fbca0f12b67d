const { AsyncLocalStorage } = require('node:async_hooks');
const vm = require('node:vm');
const { TestEnvironment } = require('jest-environment-node');

const { run } = AsyncLocalStorage.prototype;

/** The storages that a test file, or jest for it, has switched on. @type {Set<AsyncLocalStorage<unknown>>} */
const switchedOn = new Set();

AsyncLocalStorage.prototype.run = function (/** @type {Parameters<typeof run>} */ ...args) {
  switchedOn.add(this);
  return run.apply(this, args);
};

// A worker gives back its memory piece by piece, for longer than jest waits for its end, unless it is told to exit.
process.once('beforeExit', () => process.exit());

const { compileFunction } = vm;

/** V8's code for each module, by its source: jest compiles each anew for each test file. @type {Map<string, Buffer | undefined>} */
const compiled = new Map();

vm.compileFunction = (source, params, options) => {
  const cachedData = compiled.get(source);
  const made = compileFunction(source, params, {
    ...options,
    ...(cachedData ? { cachedData } : { produceCachedData: true }),
  });
  if (!cachedData) {
    compiled.set(source, made.cachedData);
  }
  return made;
};

/**
 * Node's environment, which switches off at the end of a test file what it has left in the worker: each asynchronous storage,
 * of which jest-circus alone has one for each file. Node before 24 copies each of them, for good, into every promise.
 */
module.exports = class extends TestEnvironment {
  /** @override */
  async teardown() {
    await super.teardown();
    for (const storage of switchedOn) {
      storage.disable();
    }
    switchedOn.clear();
  }
};
