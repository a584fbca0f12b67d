import fs, { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, CfnResource, CloudFormationValidatePlugin, Stack } from 'aws-cdk-lib';
import { RouteGuard } from '../../lib/api/route-guard';
import { CleanVerdicts } from '../../lib/clean-verdicts';
import { addGuards } from '../../lib/guards';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'guards-'));
});

afterEach(() => {
  jest.restoreAllMocks();
  rmSync(folder, { recursive: true });
});

interface Changes {
  readonly properties?: Readonly<Record<string, unknown>>;
  readonly region?: string;
}

/**
 * Synthesizes a function, which nothing is to be said about unless told; its verdict is kept in the folder of the test. All
 * are of one type: for another, the engine of the rules starts again.
 *
 * @param asked the rules, which count how often they were asked
 * @returns how often that was
 */
function synth({ properties, region = 'eu-west-1' }: Changes = {}, asked = rules()) {
  asked.mockClear();
  const app = new App();
  addGuards(app, false, { verdicts: new CleanVerdicts(folder, Date.now) });
  const stack = new Stack(app, 'Any', { env: { account: '111111111111', region } });
  new CfnResource(stack, 'Resource', { type: 'AWS::Lambda::Function', properties: { ...FUNCTION, ...properties } });
  app.synth();
  return asked.mock.calls.length;
}

const FUNCTION = {
  Code: { ZipFile: ' ' },
  Handler: 'index.handler',
  Runtime: 'nodejs24.x',
  Role: { 'Fn::ImportValue': 'Role' },
};

/** CloudFormation's rules, whose engine takes a second to start. */
const rules = () => jest.spyOn(CloudFormationValidatePlugin.prototype, 'validate');

/** In place of the rules, where it is of no matter what they find: nothing. */
const noFinding = () => rules().mockReturnValue({ success: true, violations: [] });

test('judges a template once in which the rules find nothing', () => {
  expect([synth(), synth()]).toEqual([1, 0]);
});

test('judges another template, and the same for another region', () => {
  const asked = noFinding();
  synth({}, asked);
  expect(synth({ properties: { Handler: 'other.handler' } }, asked)).toBe(1);
  expect(synth({ region: 'eu-west-2' }, asked)).toBe(1);
  expect(synth({}, asked)).toBe(0);
});

test.each([
  'rules.generated.js',
  'bindings_wasm_bg.wasm',
  'cloudformation-validate-plugin.js',
  'cloudformation-rules.ts',
])('judges again where %s is another', (judge) => {
  const asked = noFinding();
  synth({}, asked);
  const read = fs.readFileSync;
  jest
    .spyOn(fs, 'readFileSync')
    .mockImplementation(((path: string, ...rest: []) =>
      String(path).endsWith(`/${judge}`) ? Buffer.from('patched') : read(path, ...rest)) as typeof read);
  expect(synth({}, asked)).toBe(1);
});

test("fails on CloudFormation's errors in an app that has no context of cdk.json", () => {
  const fail = () => synth({ properties: { MemorySize: 'none' } });
  expect(fail).toThrow(/^ERROR .*MemorySize.*\(CloudFormation Validate\)$/m);
  expect(fail).toThrow(/^ERROR .*MemorySize.*\(CloudFormation Validate\)$/m);
});

test('judges a template each time that has a finding, be it a warning', () => {
  // The CDK prints on Node's console.
  const printed = jest.spyOn(process.stderr, 'write').mockReturnValue(true);
  const aged = { properties: { Runtime: 'nodejs20.x' } };
  expect([synth(aged), synth(aged)]).toEqual([1, 1]);
  expect(printed.mock.calls.join()).toMatch(/^WARNING .*\(CloudFormation Validate\)$/m);
});

test('fails where a validator breaks', () => {
  jest.spyOn(RouteGuard.prototype, 'validate').mockImplementation(() => {
    throw new Error('out of memory');
  });
  expect(() => synth({}, noFinding())).toThrow(
    /route-guard broke, and has judged nothing: out of memory \(route-guard\)$/m,
  );
});
