import { EventEmitter, once } from 'node:events';
import { readAssembly } from '../../../../local/gateway/assembly/read-assembly';
import {
  createFunctionPool,
  type FunctionLog,
  type FunctionPool,
  type Invocation,
  type WaitingClient,
} from '../../../../local/gateway/function/function-pool';
import type { Spare } from '../../../../local/gateway/function/spare-environment';
import type { FunctionModel } from '../../../../local/gateway/model';
import { type ApiFixture, writeAssembly } from './assembly';
import { keepCaretaker } from './one-caretaker';

// Each environment is a process, and on a busy machine those take their time to start.
jest.setTimeout(60_000);

export interface TestPool {
  readonly fn: FunctionModel;
  /** The printed lines, in their order. */
  readonly logs: readonly FunctionLog[];
  /** Resolves when something was printed that holds this text. */
  printed(text: string): Promise<void>;
  /** Invokes with an event of any kind. */
  invoke(event?: unknown, caller?: Partial<WaitingClient>): Promise<Invocation>;
  /** Invokes, and returns the result. */
  result(event?: unknown): Promise<unknown>;
  close(): Promise<void>;
}

const started: FunctionPool[] = [];
const LONG_MS = 60_000;

/**
 * Makes a pool for a function. Closed after the test.
 *
 * @param code - of the function: `index.mjs`, or files by path
 * @param fn - further properties of the function in the template
 */
export function startTestPool(
  code: string | Readonly<Record<string, string>>,
  fn: ApiFixture['fn'] = {},
  maxEnvironments = 1,
  variables: Readonly<Record<string, string>> = {},
  spare?: Spare,
): TestPool {
  const files = typeof code === 'string' ? { 'index.mjs': code } : code;
  const target = readAssembly(writeAssembly({ fn: { Timeout: LONG_MS / 1000, ...fn } }, files)).routes[0]?.target;
  if (target?.kind !== 'function') {
    throw new Error(`the function is not understood: ${target?.reason}`);
  }
  keepCaretaker();
  const logs: FunctionLog[] = [];
  const events = new EventEmitter();
  const pool = createFunctionPool(target.function, {
    maxEnvironments,
    variables,
    spare,
    onLog: (log) => {
      logs.push(log);
      events.emit('log');
    },
  });
  started.push(pool);
  const invoke: TestPool['invoke'] = (event = {}, caller = {}) =>
    pool.invoke(JSON.stringify(event), 'Root=1-2-3', { waitMs: LONG_MS, hasLeft: () => false, ...caller });
  return {
    fn: target.function,
    logs,
    async printed(text) {
      while (!logs.some((log) => log.text.includes(text))) {
        await once(events, 'log');
      }
    },
    invoke,
    async result(event) {
      const invocation = await invoke(event);
      if (invocation.kind !== 'result') {
        throw new Error(`no result: ${JSON.stringify(invocation)}`);
      }
      return JSON.parse(invocation.json);
    },
    close: () => pool.close(),
  };
}

/** {@link startTestPool}, once for all tests of a block, of which each finds what the one before left. Closed after them. */
export function shareTestPool(...given: Parameters<typeof startTestPool>): () => TestPool {
  let shared: TestPool;
  beforeAll(() => {
    shared = startTestPool(...given);
    started.pop();
  });
  afterAll(() => shared?.close());
  return () => shared;
}

afterEach(async () => {
  await Promise.all(started.splice(0).map((pool) => pool.close()));
});
