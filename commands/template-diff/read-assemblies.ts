import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { type Fault, show } from '../../lib/check/fault';
import { CommandError } from '../kit/command';
import type { StackTemplate } from '../project/template';

/** A stack in the cloud assembly of an environment. */
export interface EnvironmentStack {
  /** The folder of the assembly. */
  readonly assembly: string;
  /** Its id there. */
  readonly id: string;
  readonly template: StackTemplate;
}

interface Manifest {
  readonly artifacts?: Readonly<Record<string, { type?: string; properties?: { templateFile?: string } }>>;
}

/** The stack that goes by the name of its environment; of another one the id is added. */
const API = 'Api';

/** The stack that is no environment's: `npm run deploy-role` writes it beside theirs. */
const DEPLOY_ROLE = 'DeployRole';

/**
 * Reads the cloud assemblies in two folders, each a subfolder named after its environment, as `npm run check:synth` writes
 * them.
 *
 * @param root what relative folders are relative to
 * @returns the stacks by environment, `prod`, and what else is in its assembly, `prod Mirror`; in the order of these names
 * @throws CommandError with every fault: a folder that is not given or has no assemblies, an assembly without a stack
 */
export function readAssemblies(
  folders: { readonly base: string | undefined; readonly head: string },
  root: string,
): Record<'base' | 'head', ReadonlyMap<string, EnvironmentStack>> {
  const faults: Fault[] = [];
  const read = (flag: string, folder: string | undefined) => {
    const found = folder === undefined ? [] : assembliesIn(resolve(root, folder), faults);
    if (found.length === 0) {
      faults.push({
        what: flag,
        got: show(folder),
        expected: 'a folder with a cloud assembly for each environment',
        fix: 'run npm run check:synth in that checkout, and name its cdk.out',
      });
    }
    return new Map(found);
  };
  const assemblies = { base: read('--base', folders.base), head: read('--head', folders.head) };
  if (faults.length > 0) {
    throw new CommandError(faults);
  }
  return assemblies;
}

function assembliesIn(folder: string, faults: Fault[]): [string, EnvironmentStack][] {
  return subfolders(folder).flatMap((name): [string, EnvironmentStack][] => {
    const assembly = join(folder, name);
    const manifestFile = join(assembly, 'manifest.json');
    if (!existsSync(manifestFile)) {
      return [];
    }
    const fix = 'name a folder that npm run check:synth wrote';
    try {
      const manifest: Manifest = JSON.parse(readFileSync(manifestFile, 'utf8'));
      if (manifest.artifacts?.[DEPLOY_ROLE] !== undefined) {
        return [];
      }
      const stacks = Object.entries(manifest.artifacts ?? {}).flatMap(([id, { type, properties }]) =>
        type === 'aws:cloudformation:stack' && properties?.templateFile !== undefined
          ? [{ id, templateFile: join(assembly, properties.templateFile) }]
          : [],
      );
      if (stacks.length === 0) {
        faults.push({ what: manifestFile, got: 'no stack', expected: 'one at least', fix });
      }
      return stacks
        .map(({ id, templateFile }): [string, EnvironmentStack] => [
          id === API ? name : `${name} ${id}`,
          { assembly, id, template: JSON.parse(readFileSync(templateFile, 'utf8')) },
        ])
        .sort(([one], [other]) => one.length - other.length);
    } catch (error) {
      const { code = 'a file that is no JSON' } = error as NodeJS.ErrnoException;
      faults.push({ what: assembly, got: code, expected: 'a cloud assembly', fix });
      return [];
    }
  });
}

function subfolders(folder: string): string[] {
  return existsSync(folder)
    ? readdirSync(folder, { withFileTypes: true })
        .filter((entry) => entry.isDirectory())
        .map(({ name }) => name)
        .sort()
    : [];
}
