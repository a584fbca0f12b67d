import type { Command, Flags } from '../../../commands/kit/command';
import { invoke } from '../support/invoke';

const FLAGS = {
  name: { type: 'string', value: 'NAME', describe: 'a name' },
  kind: { type: 'string', value: 'KIND', oneOf: ['one', 'two'], default: 'one', describe: 'which kind' },
  context: { type: 'string', short: 'c', value: 'KEY=VALUE', multiple: true, describe: 'context' },
  json: { type: 'boolean', describe: 'as JSON' },
} as const satisfies Flags;

/** Prints what it was given. */
const echo: Command<typeof FLAGS> = {
  name: 'npm run echo',
  summary: 'Prints what it was given.',
  flags: FLAGS,
  positional: { name: 'TEXT', describe: 'some text, or - for standard input' },
  run: async (given, { out }) => {
    out(JSON.stringify(given));
    return 0;
  },
};

const none: Command = { name: 'npm run none', summary: 'Takes nothing.', flags: {}, run: async () => 0 };

async function given(...args: string[]): Promise<unknown> {
  return JSON.parse((await invoke(echo, args)).out);
}

test('without arguments every flag has its default', async () => {
  expect(await given()).toEqual({ flags: { kind: 'one', context: [], json: false }, positionals: [] });
});

test('values may stand apart or behind an equals sign, and short flags may be repeated', async () => {
  expect(await given('--name', 'a', '--kind=two', '-c', 'env=dev', '-cissuer=x=y', '--json', '-')).toEqual({
    flags: { name: 'a', kind: 'two', context: ['env=dev', 'issuer=x=y'], json: true },
    positionals: ['-'],
  });
});

test.each([
  {
    what: 'an unknown flag',
    args: ['--nmae', 'a'],
    err: 'npm run echo — got --nmae — expected one of --name, --kind, --context, --json — did you mean --name?',
  },
  {
    what: 'a flag without its value',
    args: ['--name'],
    err: '--name — got nothing — expected a value — write --name NAME',
  },
  { what: 'an empty value', args: ['--name='], err: '--name — got nothing — expected a value — write --name NAME' },
  {
    what: 'a value that is not offered',
    args: ['--kind', 'three'],
    err: '--kind — got "three" — expected one of one, two — write --kind one',
  },
  {
    what: 'a flag twice',
    args: ['--name', 'a', '--name', 'b'],
    err: '--name — got it 2 times — expected it once — write --name NAME once',
  },
  {
    what: 'a value for a switch',
    args: ['--json=no'],
    err: '--json — got a value — expected none — write --json alone',
  },
  {
    what: 'two texts',
    args: ['secret-a', 'secret-b'],
    err: 'npm run echo — got 2 arguments — expected one TEXT at most — see npm run echo -- --help',
  },
])('refuses $what', async ({ args, err }) => {
  expect(await invoke(echo, args)).toEqual({ code: 1, out: '', err: `${err}\n` });
});

test('tells all faults at once', async () => {
  const { err } = await invoke(echo, ['--nope', '--kind', 'three', '--name']);
  expect(err.trim().split('\n')).toHaveLength(3);
});

test('a command without flags or arguments refuses both', async () => {
  expect((await invoke(none, ['--a', 'b'])).err).toBe(
    'npm run none — got --a — expected no flags — see npm run none -- --help\n' +
      'npm run none — got an argument that is no flag — expected flags only — see npm run none -- --help\n',
  );
});

test.each(['--help', '-h'])('%s prints how to use it, whatever else is given', async (flag) => {
  expect(await invoke(echo, [flag, '--nope'])).toEqual({
    code: 0,
    err: '',
    out: `Prints what it was given.

  npm run echo -- [TEXT] [flags]

  TEXT                     some text, or - for standard input
  --name NAME              a name
  --kind KIND              which kind: one, two (default one)
  -c, --context KEY=VALUE  context (may be repeated)
  --json                   as JSON
`,
  });
});

test('the usage of a command names what the command takes, and nothing else', async () => {
  const usageLine = async (command: Command) => (await invoke(command, ['--help'])).out.split('\n')[2];
  expect(await usageLine(none)).toBe('  npm run none');
  expect(await usageLine({ ...none, positional: { name: 'TEXT', describe: 'some text' } })).toBe(
    '  npm run none -- [TEXT]',
  );
});

test.each([
  ['a value that npm keeps', { npm_config_name: 'a' }, '--name a'],
  ['a value that npm takes for another argument', { npm_config_name: 'true' }, '--name NAME'],
  ['a switch that npm keeps', { npm_config_json: 'true' }, '--json'],
  ['context that npm takes for its own -c', { npm_config_call: 'env=dev' }, '-c env=dev'],
])('%s, because it stands before --, is a fault', async (_, env, flag) => {
  const { code, out, err } = await invoke(echo, [], { env });
  expect({ code, out }).toEqual({ code: 1, out: '' });
  expect(err).toBe(
    `npm run echo — got ${flag} before -- — expected flags after --, where npm hands them on — write npm run echo -- ${flag}\n`,
  );
});

test('what npm sets by itself is no flag of ours', async () => {
  const env = { npm_config_cache: '/home/a/.npm', npm_config_noproxy: '', npm_config_call: undefined };
  expect(await invoke(echo, [], { env })).toMatchObject({ code: 0 });
});

test('a flag that a command took once says what to write now', async () => {
  const command = { ...echo, retired: { env: 'write -c env=NAME' } };
  expect(await invoke(command, ['--env', 'dev'])).toMatchObject({
    code: 1,
    err: '--env — got a flag that is gone — expected what took its place — write -c env=NAME\n',
  });
});

test('a value near to one that is offered leads to that one, and one that is near to none to the first', async () => {
  expect((await invoke(echo, ['--kind', 'tow'])).err).toContain(' — write --kind two\n');
  expect((await invoke(echo, ['--kind', 'everything'])).err).toContain(' — write --kind one\n');
});

describe('a flag that may stand alone', () => {
  const inspect = { type: 'string', value: 'PORT', alone: '9229', describe: 'where' } as const;
  const command = { ...echo, flags: { inspect, json: FLAGS.json }, positional: undefined } as unknown as Command;
  const inspected = async (...args: string[]) => JSON.parse((await invoke(command, args)).out).flags;

  test('has its own value then, whatever stands behind it', async () => {
    expect(await inspected('--inspect', '--json')).toEqual({ inspect: '9229', json: true });
  });

  test('has another one behind an equals sign, and none that stands apart', async () => {
    expect(await inspected('--inspect=9230')).toEqual({ inspect: '9230', json: false });
    expect((await invoke(command, ['--inspect', '9230'])).err).toContain('got an argument that is no flag');
    expect(await inspected()).toEqual({ json: false });
  });

  test('is shown so by --help', async () => {
    expect((await invoke(command, ['--help'])).out).toContain('  --inspect[=PORT]  where\n');
  });
});

test('a programming error keeps its stack trace: it is thrown, and not told as a line', async () => {
  const broken = { ...none, run: async () => JSON.parse('{') } as Command;
  await expect(invoke(broken, [])).rejects.toThrow(SyntaxError);
});

test('an error that lists its faults is told in lines, wherever it is from', async () => {
  const fault = { what: 'a', got: 'b', expected: 'c', fix: 'd' };
  const faults = Object.assign(new Error(), { faults: [fault] });
  const command = { ...none, run: () => Promise.reject(faults) } as Command;
  expect(await invoke(command, [])).toEqual({ code: 1, out: '', err: 'a — got b — expected c — d\n' });
});
