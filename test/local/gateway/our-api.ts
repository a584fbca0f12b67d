import { join } from 'node:path';
import { environments, project } from '../../../config/environments';
import { functions } from '../../../config/functions';
import { routes } from '../../../config/routes';
import { addStack } from '../../../lib/add-stack';
import { resolveConfig } from '../../../lib/config/resolve';
import { readAssembly } from '../../../local/gateway/assembly/read-assembly';
import type { ApiModel } from '../../../local/gateway/model';
import { testApp } from '../../support/synth';
import { tempFolder } from './support/temp-folders';

/** Our API as `npm start` serves it: synthesized, with the function bundled for real. */
export function synthesizeOurApi(): ApiModel {
  const app = testApp({ bundle: true, outdir: join(tempFolder({}), 'cdk.out') });
  addStack(app, resolveConfig({ project, environments, routes, functions, context: { env: 'local' } }));
  return readAssembly(app.synth().directory);
}
