import { environments, project } from '../../config/environments';
import { functions } from '../../config/functions';
import { routes } from '../../config/routes';
import { resolveConfig } from '../../lib/config/resolve';
import { synthesize } from '../support/synth';

describe.each(Object.keys(environments))('%s', (env) => {
  test('has no fault', () => {
    expect(resolveConfig({ project, environments, routes, functions, context: { env } }).name).toBe(env);
  });

  test('synthesizes the reviewed template', () => {
    expect(synthesize({ env }).toJSON()).toMatchSnapshot();
  });
});
