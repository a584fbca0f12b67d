import { captureOutput } from '../support/output';

const ISSUER = 'https://id.example.com/oauth2/token';

const mockCheck = jest.fn();
const mockPauses: number[] = [];
jest.mock('../../../mirror', () => ({
  ...jest.requireActual('../../../mirror'),
  checkPublic: (...given: unknown[]) => mockCheck(...given),
}));
jest.mock('node:timers/promises', () => ({
  setTimeout: async (ms: number) => void mockPauses.push(ms),
}));

const output = captureOutput();

/** The function as it starts in Lambda. */
function load(mirror: string | undefined): { readonly handler: () => Promise<void> } {
  let loaded: { readonly handler: () => Promise<void> } | undefined;
  if (mirror === undefined) {
    delete process.env['MIRROR'];
  } else {
    process.env['MIRROR'] = mirror;
  }
  jest.isolateModules(() => {
    loaded = require('../../../lambda/mirror/check-public');
  });
  delete process.env['MIRROR'];
  return loaded as { readonly handler: () => Promise<void> };
}

beforeEach(() => {
  mockCheck.mockReset();
  mockPauses.length = 0;
});

test('a name that is new gets some time to be known, and is looked at again', async () => {
  mockCheck.mockRejectedValueOnce(new Error('ENOTFOUND')).mockResolvedValueOnce(undefined);
  await load(JSON.stringify({ issuer: ISSUER })).handler();
  expect(mockCheck.mock.calls.map(([issuer]) => issuer)).toEqual([ISSUER, ISSUER]);
  expect(mockPauses).toEqual([2_000]);
  expect(output.lines().map(({ message }) => message)).toEqual([
    'Public documents are not right',
    'Public documents are right',
  ]);
});

test('what is not right at the end fails the deployment with the reason', async () => {
  mockCheck.mockRejectedValue(new Error('the reason'));
  await expect(load(JSON.stringify({ issuer: ISSUER })).handler()).rejects.toThrow('the reason');
  expect(mockPauses).toEqual([2_000, 5_000, 10_000, 20_000]);
});

test.each([
  [undefined, 'MIRROR — got nothing'],
  ['{', 'MIRROR — got JSON that is not right'],
  ['{}', 'MIRROR — got JSON that is not right'],
])('settings that are none keep the function from starting: %s', (mirror, message) => {
  expect(() => load(mirror)).toThrow(message);
});
