import { Writable } from 'node:stream';
import { stripVTControlCharacters } from 'node:util';
import { formatDifferences, fullDiff } from '@aws-cdk/cloudformation-diff';
import { CloudAssembly } from 'aws-cdk-lib/cx-api';
import { printable } from '../../local/authorizer';
import { CommandError } from '../kit/command';
import type { StackTemplate } from '../project/template';
import type { EnvironmentStack } from './read-assemblies';

/** The type of metadata that names the resource of a construct. */
const LOGICAL_ID = 'aws:cdk:logicalId';

/**
 * The difference of a stack from a template as `cdk diff` prints it, by the library of the CDK CLI, without colours and without its
 * count of stacks.
 *
 * @throws CommandError where the assembly cannot be read
 */
export function stackDiff({ assembly, id, template }: EnvironmentStack, before: StackTemplate): string {
  const stack = readStack(assembly, id);
  const paths = Object.fromEntries(
    stack.findMetadataByType(LOGICAL_ID).map(({ data, path }) => [String(data), path.replace(/^\//, '')]),
  );
  let text = `Stack ${stack.displayName}\n`;
  const stream = new Writable({
    write: (chunk, _encoding, done) => {
      text += chunk;
      done();
    },
  });
  formatDifferences(stream, fullDiff(before, template), paths);
  return stripVTControlCharacters(text).trim();
}

function readStack(assembly: string, id: string) {
  try {
    return new CloudAssembly(assembly).getStackArtifact(id);
  } catch (cause) {
    const got = printable((cause as Error).message);
    const [expected, fix] = ['a cloud assembly', 'run npm run check:synth again in both checkouts'];
    throw new CommandError([{ what: assembly, got, expected, fix }], { cause });
  }
}
