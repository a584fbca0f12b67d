import { join } from 'node:path';
import { environments, project } from '../../../config/environments';
import { functions } from '../../../config/functions';
import { routes } from '../../../config/routes';
import { addStacks } from '../../../lib/add-mirror';
import type { Environment } from '../../../lib/config/environment';
import { resolveConfig } from '../../../lib/config/resolve';
import { readAssembly } from '../../../local/gateway/assembly/read-assembly';
import type { ApiModel } from '../../../local/gateway/model';
import { testApp } from '../../support/synth';
import { tempFolder } from './support/temp-folders';

/** Our API as `npm start` serves it: synthesized, with the function bundled for real. */
export function synthesizeOurApi(): ApiModel {
  return readAssembly(assemblyOf('local', {}));
}

/** The cloud assembly of an environment with other values. @param bundle whether the function is bundled for real */
export function assemblyOf(env: 'local' | 'dev', changes: Partial<Environment>, bundle = true): string {
  const app = testApp({ bundle, outdir: join(tempFolder({}), 'cdk.out') });
  const changed = { ...environments, [env]: { ...environments[env], ...changes } };
  addStacks(app, resolveConfig({ project, environments: changed, routes, functions, context: { env } }));
  return app.synth().directory;
}
