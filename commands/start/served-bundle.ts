import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { functions } from '../../config/functions';
import type { FunctionConfig } from '../../lib/config/function';
import type { ApiModel, FunctionModel } from '../../local/gateway';
import { ROOT } from '../kit/execute';
import { type Bundle, writeBundle } from './function-bundle';

/** The functions that the routes of an API invoke. */
export function functionsOf({ routes }: ApiModel): FunctionModel[] {
  return routes.flatMap(({ target }) => (target.kind === 'function' ? [target.function] : []));
}

/** The files that functions of `config/functions.ts` are bundled from: `lambda/handler.ts`. */
export function bundledEntries(): string[] {
  return functions.flatMap((one: FunctionConfig) => ('entry' in one ? [one.entry] : []));
}

/** The entry of ours that a function is made of, which its source map tells: `lambda/handler.ts`. Undefined where it is not ours. */
export function entryOf({ codeDir }: FunctionModel): string | undefined {
  const map = join(codeDir, 'index.mjs.map');
  const sources: string[] = existsSync(map) ? JSON.parse(readFileSync(map, 'utf8')).sources : [];
  // As a synthesized map names it and as one for debuggers does. An entry that imports another one comes after it.
  const place = (entry: string) =>
    Math.max(sources.indexOf(entry), sources.indexOf(pathToFileURL(join(ROOT, entry)).href));
  const [last] = bundledEntries()
    .filter((entry) => place(entry) >= 0)
    .sort((one, other) => place(other) - place(one));
  return last;
}

/** True if a function is made of one of our entries. */
export function isOurs(one: FunctionModel): boolean {
  return entryOf(one) !== undefined;
}

/**
 * The API with other bundles of our functions. A function whose bundle is served already stays as it is.
 *
 * @param folder - where the bundles are written
 * @returns the same API where all of them are served already
 */
export function withBundles(model: ApiModel, folder: string, bundles: readonly Bundle[]): ApiModel {
  /** The new folders of code, by the old ones. */
  const moved = new Map<string, string>();
  for (const one of functionsOf(model)) {
    const entry = entryOf(one);
    const index = bundles.findIndex((bundle) => bundle.entry === entry);
    const bundle = bundles[index];
    if (bundle && !moved.has(one.codeDir) && !isServed(one, bundle)) {
      const to = join(folder, String(index));
      writeBundle(to, bundle);
      moved.set(one.codeDir, to);
    }
  }
  return moved.size === 0
    ? model
    : {
        ...model,
        routes: model.routes.map((route) => {
          const codeDir = route.target.kind === 'function' ? moved.get(route.target.function.codeDir) : undefined;
          return route.target.kind === 'function' && codeDir !== undefined
            ? { ...route, target: { ...route.target, function: { ...route.target.function, codeDir } } }
            : route;
        }),
      };
}

function isServed({ codeDir }: FunctionModel, { code, map }: Bundle): boolean {
  return (
    readFileSync(join(codeDir, 'index.mjs'), 'utf8') === code &&
    readFileSync(join(codeDir, 'index.mjs.map'), 'utf8') === map
  );
}

/**
 * Says that a route has no code yet: the table of its function, as in `lambda/handler.ts`, would hold the route's key as a text.
 *
 * @returns undefined where it has, or where that is not ours to know
 */
export function missingCode({ routes }: ApiModel, routeKey: string): string | undefined {
  const target = routes.find((route) => route.routeKey === routeKey)?.target;
  const entry = target?.kind === 'function' ? entryOf(target.function) : undefined;
  if (target?.kind !== 'function' || entry === undefined) {
    return undefined;
  }
  const code = readFileSync(join(target.function.codeDir, 'index.mjs'), 'utf8');
  const hasCode = ['"', "'", '`'].some((quote) => code.includes(`${quote}${routeKey}${quote}`));
  return hasCode ? undefined : `no code for it yet, ${entry}`;
}
