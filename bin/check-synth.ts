import { environments } from '../config/environments';
import { cdk } from './support/cdk';

/** `npm run check:synth`: every environment synthesizes as `cdk deploy` would, and a warning fails it. */
const failed = Object.keys(environments).filter((env) => {
  console.log(`synthesizing ${env}`);
  return cdk('synth', '--quiet', '--strict', '-c', `env=${env}`, '--output', `cdk.out/${env}`) !== 0;
});
if (failed.length > 0) {
  console.error(`cannot synthesize ${failed.join(', ')}: what is wrong stands above`);
  process.exit(1);
}
