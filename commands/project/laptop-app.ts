// The app as `npm start` runs it, and nothing else does: synthesize.ts starts it as a process of its own, and tells it on its
// standard input what to make. Nobody judges it but the guard of the routes, so that what it makes must not leave the machine:
// it carries an error, for which the CDK CLI deploys no stack.

import { readFileSync } from 'node:fs';
import { Annotations } from 'aws-cdk-lib';
import { ANNOTATIONS_IN_VALIDATION_REPORT } from 'aws-cdk-lib/cx-api';
import { environments, previews, project } from '../../config/environments';
import { functions } from '../../config/functions';
import { routes } from '../../config/routes';
import { addStack } from '../../lib/add-stack';
import { addValidator } from '../../lib/add-validator';
import { RouteGuard } from '../../lib/api/route-guard';
import { isInProject } from '../../lib/config/function-code';
import { resolveConfig } from '../../lib/config/resolve';
import { addResources } from '../../lib/resources';
import { reportFaults } from '../kit/execute';
import { templateApp } from './template-app';

/** The request that the app reads from its standard input, as JSON. */
export interface LaptopSynthesis {
  /** The values that `-c` would give. */
  readonly context: Readonly<Record<string, string>>;
  /** The folder that the cloud assembly is written to. */
  readonly outdir: string;
}

reportFaults(() => {
  // Everything is loaded by now; whoever waits on the other side has been doing something else.
  const told = readFileSync(0, 'utf8');
  if (told === '') {
    // Whoever started it needs no synthesis.
    return;
  }
  const { context, outdir }: LaptopSynthesis = JSON.parse(told);
  const app = templateApp({
    outdir,
    // Else the error would end the synthesis.
    context: { [ANNOTATIONS_IN_VALIDATION_REPORT]: false, ...context },
  });
  addValidator(app, new RouteGuard());
  const config = resolveConfig({ project, environments, previews, routes, functions, context, isThere: isInProject });
  const { CDK_DEFAULT_ACCOUNT: account, CDK_DEFAULT_REGION: region } = process.env;
  const stack = addStack(app, config, { account, region, addResources });
  Annotations.of(stack).addError(
    'npm start has synthesized this for a laptop, and nobody has judged it: to deploy it, run npm run deploy',
  );
  app.synth();
});
