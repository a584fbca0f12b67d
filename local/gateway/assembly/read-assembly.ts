import type { ApiModel } from '../model';
import { chooseApi } from './choose-api';
import { readStacks } from './cloud-assembly';
import { openAssembly } from './open-assembly';
import { readApi } from './read-api';

export interface ReadAssemblyOptions {
  /**
   * The API to read, as `STACK/LOGICALID`.
   *
   * @default - the only HTTP API of the assembly; it is an error when there are more
   */
  readonly api?: string;
}

/**
 * Reads an HTTP API from a cloud assembly, whoever wrote it: everything that the gateway serves, and the reasons for
 * what it does not.
 *
 * @param folder - what `cdk synth` wrote, or a nested assembly of a `Stage` in there
 * @throws FaultError when there is no API to serve, or none can be told from another
 */
export function readAssembly(folder: string, { api: wanted }: ReadAssemblyOptions = {}): ApiModel {
  const artifacts = readStacks(folder);
  const { location, artifact } = chooseApi(openAssembly(artifacts), folder, wanted);
  // Opened again from the stack of the API, whose resources go by their own names.
  const stacks = openAssembly(artifacts, artifact.name);
  return readApi({ api: chooseApi(stacks, folder, location), stacks });
}
