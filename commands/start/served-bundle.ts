import { existsSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { pathToFileURL } from 'node:url';
import { FUNCTION_ENTRY } from '../../lib/function-bundle';
import type { ApiModel, FunctionModel } from '../../local/gateway';
import { ROOT } from '../kit/execute';
import { type Bundle, writeBundle } from './function-bundle';

/** The functions that the routes of an API invoke. */
export function functionsOf({ routes }: ApiModel): FunctionModel[] {
  return routes.flatMap(({ target }) => (target.kind === 'function' ? [target.function] : []));
}

/** `lambda/handler.ts`, as a synthesized map names it and as one for debuggers does. */
const ENTRIES = [relative(ROOT, FUNCTION_ENTRY).split(sep).join('/'), pathToFileURL(FUNCTION_ENTRY).href];

/** Whether a function is made of `lambda/handler.ts`, which its source map tells. */
export function isOurs({ codeDir }: FunctionModel): boolean {
  const map = join(codeDir, 'index.mjs.map');
  const sources: string[] = existsSync(map) ? JSON.parse(readFileSync(map, 'utf8')).sources : [];
  return ENTRIES.some((entry) => sources.includes(entry));
}

/** Whether an API serves these bytes. */
export function isServed(model: ApiModel, { code, map }: Bundle): boolean {
  return functionsOf(model).every(
    ({ codeDir }) =>
      readFileSync(join(codeDir, 'index.mjs'), 'utf8') === code &&
      readFileSync(join(codeDir, 'index.mjs.map'), 'utf8') === map,
  );
}

/**
 * The API with another bundle of our function.
 *
 * @param folder - where the bundle is written
 */
export function withBundle(model: ApiModel, folder: string, bundle: Bundle): ApiModel {
  writeBundle(folder, bundle);
  return {
    ...model,
    routes: model.routes.map((route) =>
      route.target.kind === 'function' && isOurs(route.target.function)
        ? { ...route, target: { ...route.target, function: { ...route.target.function, codeDir: folder } } }
        : route,
    ),
  };
}

/** Whether our function knows a route: it holds the route's key as a text, as the table in `lambda/handler.ts` does. */
export function hasCode(model: ApiModel, routeKey: string): boolean {
  const ours = functionsOf(model).find(isOurs);
  if (!ours) {
    return true;
  }
  const code = readFileSync(join(ours.codeDir, 'index.mjs'), 'utf8');
  return ['"', "'", '`'].some((quote) => code.includes(`${quote}${routeKey}${quote}`));
}
