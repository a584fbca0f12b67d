import { environments } from '../config/environments';
import { routes } from '../config/routes';
import { resolveConfig } from '../lib/config/resolve';
import { runDeploy } from './deploy/run-deploy';
import { cdk } from './support/cdk';
import { contextOf } from './support/context';
import { reportFaults } from './support/report-faults';

/** `npm run deploy -- [-c env=NAME] [--no-preflight] [flags of cdk deploy]` */
const args = process.argv.slice(2);
const config = reportFaults(() => resolveConfig({ environments, routes, context: contextOf(args) }));
void runDeploy(config, args, { err: (line) => console.error(line), cdk, now: Date.now }).then((code) => {
  process.exitCode = code;
});
