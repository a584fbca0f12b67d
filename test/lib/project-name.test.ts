import { Template } from 'aws-cdk-lib/assertions';
import { environments, project } from '../../config/environments';
import { functions } from '../../config/functions';
import { routes } from '../../config/routes';
import { addStack } from '../../lib/add-stack';
import { resolveConfig } from '../../lib/config/resolve';
import { addDeployRole } from '../../lib/deploy-role/build-deploy-role';
import { EVERYTHING } from '../support/everything';
import { PROFILE, testApp } from '../support/synth';

/** The templates of both apps, and the names of their stacks, for this name of the project. */
function namesOf(name: string) {
  const dev = { ...environments.dev, ...EVERYTHING };
  const config = resolveConfig({ project: name, environments: { dev }, routes, functions, context: { env: 'dev' } });
  const role = { project: name, repository: 'o/r', environments: [{ name: 'dev' }] };
  const stacks = [addStack(testApp(), config, PROFILE), addDeployRole(testApp(), role, PROFILE)];
  return stacks.map((stack) => [stack.stackName, JSON.stringify(Template.fromStack(stack).toJSON())]);
}

test('another name of the project is another name of everything, and nothing keeps the old one', () => {
  const orders = namesOf('orders');
  const renamed = JSON.stringify(orders);
  expect(orders.map(([stack]) => stack)).toEqual(['orders-dev', 'orders-deploy-role']);
  expect(renamed.toLowerCase()).not.toContain(project);
  expect(renamed.toLowerCase()).not.toContain(project.replaceAll('-', ''));
});
