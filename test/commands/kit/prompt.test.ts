import { PassThrough } from 'node:stream';
import { setImmediate } from 'node:timers/promises';
import { type Command, execute } from '../../../commands/kit/command';
import { promptSecret, promptText } from '../../../commands/kit/prompt';

let shown = '';
beforeEach(() => {
  shown = '';
  jest.spyOn(process.stderr, 'write').mockImplementation((chunk) => {
    shown += String(chunk);
    return true;
  });
});
afterEach(() => {
  jest.restoreAllMocks();
});

const asking = (ask: typeof promptText): Command => ({
  name: 'npm run ask',
  summary: 'Asks.',
  flags: {},
  async run(_given, io) {
    io.out(await ask('the answer', 'set ANSWER', io));
    return 0;
  },
});

/** Runs a command that asks, at a terminal where somebody presses these keys. */
async function answer(ask: typeof promptText, press: (keyboard: PassThrough) => void) {
  const stdin = Object.assign(new PassThrough(), { isTTY: true });
  const printed = { out: '', err: '' };
  const ended = execute(asking(ask), [], {
    env: {},
    stdin,
    out: (line) => {
      printed.out += `${line}\n`;
    },
    err: (line) => {
      printed.err += `${line}\n`;
    },
    now: Date.now,
    root: '/nowhere',
  });
  await setImmediate();
  press(stdin);
  return { code: await ended, ...printed };
}

describe.each([
  { what: 'a text', ask: promptText },
  { what: 'a secret', ask: promptSecret },
])('the prompt for $what', ({ ask }) => {
  test('takes a line', async () => {
    expect(await answer(ask, (keys) => keys.write('fortytwo\r'))).toEqual({ code: 0, out: 'fortytwo\n', err: '' });
    expect(shown).toContain('the answer: ');
  });

  test('ends with exit code 130 and without a word on Ctrl-C', async () => {
    expect(await answer(ask, (keys) => keys.write('forty\u0003'))).toEqual({ code: 130, out: '', err: '' });
    expect(shown.endsWith('\n')).toBe(true);
  });

  test.each<[string, (keys: PassThrough) => void]>([
    ['Ctrl-D', (keys) => keys.write('\u0004')],
    ['a terminal that goes away', (keys) => keys.end()],
  ])('ends with exit code 130 and says why on %s', async (_what, press) => {
    expect(await answer(ask, press)).toEqual({
      code: 130,
      out: '',
      err: 'the answer — got the end of the input — expected a value — set ANSWER\n',
    });
  });

  test('does not take an empty line', async () => {
    expect(await answer(ask, (keys) => keys.write('\r'))).toEqual({
      code: 1,
      out: '',
      err: 'the answer — got nothing — expected a value — set ANSWER\n',
    });
  });
});

test('what is typed is shown for a text, and not for a secret', async () => {
  await answer(promptText, (keys) => keys.write('fortytwo\r'));
  expect(shown).toContain('fortytwo');
  shown = '';
  await answer(promptSecret, (keys) => keys.write('fortytwo\r'));
  expect(shown).not.toMatch(/[fo]rty|two/);
});
