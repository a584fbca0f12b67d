import type { StackArtifact } from '../../../../local/gateway/assembly/cloud-assembly';
import { openAssembly } from '../../../../local/gateway/assembly/open-assembly';
import type { Stack } from '../../../../local/gateway/assembly/stack';
import { Unresolvable } from '../../../../local/gateway/assembly/surroundings';
import type { Template } from '../../../../local/gateway/assembly/template';

const PLACE = { accountId: '111122223333', region: 'eu-west-1' };

interface StackFixture extends Partial<Template> {
  readonly place?: Partial<typeof PLACE>;
  readonly folder?: string;
}

/** Stacks by name, opened from `Home`. */
function open(stacks: Readonly<Record<string, StackFixture>>): Readonly<Record<string, Stack>> {
  const artifacts = Object.entries(stacks).map(
    ([name, { place, folder = '.', ...template }]): StackArtifact => ({
      name,
      folder,
      template: { Resources: {}, ...template },
      environment: { ...PLACE, ...place, stackName: name.replace('/', '-') },
      assets: new Map(),
    }),
  );
  return Object.fromEntries(openAssembly(artifacts, 'Home').map((stack) => [stack.artifact.name, stack]));
}

const exporting = (value: unknown, exportName: unknown = 'x'): StackFixture => ({
  Outputs: { Out: { Value: value, Export: { Name: exportName } } },
});
const IMPORT = { 'Fn::ImportValue': 'x' };
const output = (rest: object = {}) => ({ 'Fn::GetStackOutput': { StackName: 'Far', OutputName: 'Out', ...rest } });
const QUEUE = { Resources: { Queue: { Type: 'AWS::SQS::Queue' } } };

describe('what a stack takes from another', () => {
  test.each<[string, unknown, Readonly<Record<string, StackFixture>>, unknown]>([
    ['an export', IMPORT, { Far: exporting('value') }, 'value'],
    ['a list that is exported', { 'Fn::Split': [',', IMPORT] }, { Far: exporting('a,b') }, ['a', 'b']],
    ['an export under a name that is put together', IMPORT, { Far: exporting(1, { 'Fn::Join': ['', ['x']] }) }, 1],
    ['an export of an export', IMPORT, { Far: exporting({ 'Fn::ImportValue': 'y' }), End: exporting('z', 'y') }, 'z'],
    ['the id of a resource', IMPORT, { Far: { ...QUEUE, ...exporting({ Ref: 'Queue' }) } }, 'Far-Queue'],
    [
      'an ARN, with the place of the other',
      output({ Region: 'us-west-2' }),
      { Far: { ...QUEUE, ...exporting({ 'Fn::GetAtt': ['Queue', 'Arn'] }), place: { region: 'us-west-2' } } },
      'arn:aws:sqs:us-west-2:111122223333:Far-Queue',
    ],
    ['an output', output(), { Far: exporting('value') }, 'value'],
    [
      'an output of another account, by the role that reads it',
      output({ RoleArn: 'arn:aws:iam::999999999999:role/reader' }),
      { Far: { ...exporting('value'), place: { accountId: '999999999999' } } },
      'value',
    ],
    [
      'the export of its own stage, of two',
      IMPORT,
      { 'Beta/Far': { ...exporting('beta'), folder: 'beta' }, Far: exporting('own') },
      'own',
    ],
    [
      'the export of its own place, of two',
      IMPORT,
      { Near: exporting('near'), Far: { ...exporting('far'), place: { region: 'us-west-2' } } },
      'near',
    ],
  ])('is resolved: %s', (_, value, stacks, expected) => {
    expect(open({ Home: {}, ...stacks })['Home']?.resolve(value)).toEqual(expected);
  });

  test.each<[string, unknown, Readonly<Record<string, StackFixture>>, string]>([
    ['an export that no stack has', IMPORT, {}, 'no stack of the assembly exports "x"'],
    [
      'an export that two stacks have',
      IMPORT,
      { One: exporting(1), Two: exporting(2) },
      'more than one stack of the assembly exports "x": One, Two',
    ],
    [
      'an export of another region',
      IMPORT,
      { Far: { ...exporting(1), place: { region: 'us-west-2' } } },
      'no stack of the assembly exports "x"',
    ],
    [
      'an export whose name is not known',
      IMPORT,
      { Far: exporting(1, { Ref: 'Asked' }) },
      'no stack of the assembly exports "x"',
    ],
    [
      'an export of what is not known',
      IMPORT,
      { Far: exporting({ Ref: 'Gone' }) },
      'nothing in the template is named "Gone"',
    ],
    [
      'an export whose condition does not hold',
      IMPORT,
      {
        Far: {
          Conditions: { Never: { 'Fn::Equals': ['a', 'b'] } },
          Outputs: { Out: { Condition: 'Never', Value: 1, Export: { Name: 'x' } } },
        },
      },
      'Far has no output "Out"',
    ],
    [
      'an output of a stack that is not there',
      output(),
      {},
      'no stack of the assembly is named "Far", whose Out is asked for',
    ],
    ['an output that is not there', output({ OutputName: 'No' }), { Far: exporting(1) }, 'Far has no output "No"'],
    [
      'an output of another region than is asked for',
      output(),
      { Far: { ...exporting(1), place: { region: 'us-west-2' } } },
      'no stack of the assembly is named "Far", whose Out is asked for',
    ],
    ['two stacks that import from each other', IMPORT, { Far: exporting(IMPORT) }, 'it refers to itself'],
  ])('is not guessed: %s', (_, value, stacks, message) => {
    expect(() => open({ Home: {}, ...stacks })['Home']?.resolve(value)).toThrow(new Unresolvable(message));
  });

  test('goes by the logical id in the stack of the API alone [F17]', () => {
    const { Home, Far } = open({ Home: QUEUE, Far: QUEUE });
    expect([Home?.resolve({ Ref: 'Queue' }), Far?.resolve({ Ref: 'Queue' })]).toEqual(['Queue', 'Far-Queue']);
  });
});

test('a condition that refers to itself is not known, and is no crash', () => {
  const Conditions = { A: { 'Fn::Not': [{ Condition: 'B' }] }, B: { 'Fn::Not': [{ Condition: 'A' }] } };
  const stack = open({ Home: { Conditions, Resources: { Queue: { Type: 'AWS::SQS::Queue', Condition: 'A' } } } })[
    'Home'
  ];
  const [queue] = stack?.resourcesOf('AWS::SQS::Queue') ?? [];
  expect(() => queue?.read('Name')).toThrow('Home/Queue: Condition A: it refers to itself');
});
