import { environments } from '../config/environments';
import { routes } from '../config/routes';
import { resolveConfig } from '../lib/config/resolve';
import { cdk } from './support/cdk';
import { contextOf } from './support/context';
import { reportFaults } from './support/report-faults';

/** `npm run deploy -- [-c env=NAME] [flags of cdk deploy]` */
const args = process.argv.slice(2);
const { name, environment } = reportFaults(() => resolveConfig({ environments, routes, context: contextOf(args) }));

if (environment.laptopOnly) {
  const deployable = Object.entries(environments).flatMap(([other, value]) => ('laptopOnly' in value ? [] : [other]));
  console.error(
    `cannot deploy the environment ${name} — its issuer is ${environment.issuer} — expected one that API Gateway reaches over the internet — choose another: npm run deploy -- -c env=${deployable.join('|')}, or give -c issuer=https://… -c clientId=…`,
  );
  process.exit(1);
}
process.exit(cdk('deploy', ...args));
