import { existsSync, rmSync } from 'node:fs';
import { join, sep } from 'node:path';
import type { ApiModel } from '../../local/gateway';
import { ROOT } from '../kit/execute';
import { modelChanges } from './api-text';
import type { Bundler } from './function-bundle';
import type { Laptop } from './laptop';
import { functionsOf, isOurs, missingCode, withBundles } from './served-bundle';

/** Brings what is served up to date with the sources. */
export interface Reloader {
  /**
   * Serves what is made of the sources now.
   *
   * @param paths - of what was edited, as seen from the project's folder
   * @param isStillSo - whether nothing was edited since
   * @returns lines that tell what changed; undefined where another edit came before it was served, which then has this
   * one's paths to tell, too
   * @throws SourceError, or another error that tells its `faults`. What is served stays as it was
   */
  reload(paths: readonly string[], isStillSo: () => Promise<boolean>): Promise<readonly string[] | undefined>;
}

export interface ReloaderProps {
  readonly laptop: Laptop;
  /** Makes the functions' bundles. Undefined where an assembly is served, whose code is not ours to bundle. */
  readonly bundler?: Bundler;
  /** The current time, in milliseconds. @default performance.now */
  readonly now?: () => number;
}

/**
 * Reloads by the shortest way: what the functions' bundles are made of is bundled, anything else synthesized. An assembly is
 * read again.
 */
export function createReloader({ laptop, bundler, now = () => performance.now() }: ReloaderProps): Reloader {
  /** Edited and not yet served. */
  let due = new Set<string>();
  let hasFailed = false;
  let count = 0;
  /** The folders with bundles that are there. */
  let written: readonly string[] = [];

  async function next(isStillSo: () => Promise<boolean>): Promise<ApiModel | undefined> {
    if (bundler === undefined || !canBundle(laptop.model, [...due])) {
      const assembled = await laptop.assemble();
      return (await isStillSo()) ? assembled : undefined;
    }
    const bundles = await bundler.bundle();
    if (!(await isStillSo())) {
      return undefined;
    }
    count += 1;
    const folder = join(laptop.work, `bundle-${count}`);
    const model = withBundles(laptop.model, folder, bundles);
    // A function that takes its last requests may be about to start from the one before.
    const used = [laptop.model, model].flatMap(functionsOf).map(({ codeDir }) => codeDir + sep);
    const isUsed = (one: string) => used.some((codeDir) => codeDir.startsWith(one + sep));
    for (const unused of written.filter((one) => !isUsed(one))) {
      rmSync(unused, { recursive: true, force: true });
    }
    written = [...written, folder].filter(isUsed);
    return model;
  }

  return {
    async reload(paths, isStillSo) {
      const began = now();
      due = new Set([...due, ...paths]);
      try {
        const before = laptop.model;
        const model = await next(isStillSo);
        if (!model) {
          return undefined;
        }
        if (model !== before) {
          laptop.serve(model);
        }
        const what = someOf([...due].sort());
        due = new Set();
        const isNothing = model === before && !hasFailed;
        hasFailed = false;
        return isNothing
          ? [`nothing to reload: ${what} ${paths.length === 1 ? 'changes' : 'change'} nothing that is served`]
          : [
              `reloaded in ${Math.round(now() - began)} ms: ${what}`,
              ...modelChanges(before, model, bundler && ((routeKey) => missingCode(model, routeKey))),
            ];
      } catch (error) {
        if (!(await isStillSo())) {
          // Half an edit: the rest of it says whether it is a fault.
          return undefined;
        }
        hasFailed = true;
        throw error;
      }
    },
  };
}

/** True if all that was edited is the functions': every function of the API is ours, and only `lambda/` was touched. */
function canBundle(model: ApiModel, paths: readonly string[]): boolean {
  return paths.every((path) => path.startsWith('lambda/')) && functionsOf(model).every(isOurs);
}

/** The first few paths, without those of files that are gone again, if there are others. */
function someOf(all: readonly string[]): string {
  const present = all.filter((path) => existsSync(join(ROOT, path)));
  const paths = present.length > 0 ? present : all;
  const rest = paths.length - 3;
  return rest > 0 ? `${paths.slice(0, 3).join(', ')} and ${rest} more` : paths.join(', ');
}
