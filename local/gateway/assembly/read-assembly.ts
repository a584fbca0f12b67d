import type { ApiModel } from '../model';
import { AssemblyError } from './assembly-error';
import { readStacks } from './cloud-assembly';
import { withNestedStacks } from './nested-stacks';
import { readOrReason } from './not-emulated';
import { readApi } from './read-api';
import { openStack, type Resource, type Stack } from './stack';

export interface ReadAssemblyOptions {
  /**
   * Which API to read, as `STACK/LOGICALID`.
   *
   * @default - the only HTTP API of the assembly; it is an error when there are more
   */
  readonly api?: string;
}

interface Candidate {
  readonly stack: Stack;
  readonly api: Resource;
}

/**
 * Reads an HTTP API from a cloud assembly, whoever wrote it: everything that the gateway serves, and the reasons for
 * what it does not.
 *
 * @param folder - what `cdk synth` wrote, or a nested assembly of a `Stage` in there
 * @throws AssemblyError when there is no API to serve, or none can be told from another
 */
export function readAssembly(folder: string, { api: wanted }: ReadAssemblyOptions = {}): ApiModel {
  const stacks = readStacks(folder).map(openStack).flatMap(withNestedStacks);
  const candidates = stacks.flatMap((stack) =>
    stack
      .resourcesOf('AWS::ApiGatewayV2::Api')
      .filter((api) => readOrReason(() => api.string('ProtocolType')) !== 'WEBSOCKET')
      .map((api): Candidate => ({ stack, api })),
  );
  const { stack, api } = choose(candidates, stacks, folder, wanted);
  const neighbours = stacks.filter(
    ({ artifact }) => artifact.folder === stack.artifact.folder && artifact !== stack.artifact,
  );
  return readApi(stack, api, neighbours);
}

function choose(
  candidates: readonly Candidate[],
  stacks: readonly Stack[],
  folder: string,
  wanted: string | undefined,
): Candidate {
  const locations = candidates.map(({ api }) => api.location).join(', ');
  if (wanted !== undefined) {
    const found = candidates.find(({ api }) => api.location === wanted);
    if (!found) {
      throw new AssemblyError({
        what: `HTTP API ${wanted} in ${folder}`,
        got: 'no such API',
        expected: locations === '' ? 'an API of the assembly, which has none' : `one of ${locations}`,
        fix: 'name it as STACK/LOGICALID',
      });
    }
    return found;
  }
  const [only, ...others] = candidates;
  if (!only) {
    const names = stacks.map(({ artifact }) => artifact.name).join(', ');
    throw new AssemblyError({
      what: `Cloud assembly ${folder}`,
      got: names === '' ? 'no stack' : `no HTTP API in ${names}`,
      expected: 'a stack with an AWS::ApiGatewayV2::Api of protocol HTTP',
      fix: 'name the output folder of an app that has one',
    });
  }
  if (others.length > 0) {
    throw new AssemblyError({
      what: `Cloud assembly ${folder}`,
      got: `${candidates.length} HTTP APIs: ${locations}`,
      expected: 'one',
      fix: 'say which, as STACK/LOGICALID, or name the folder of the nested assembly that holds it',
    });
  }
  return only;
}
