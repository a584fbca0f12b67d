import { App } from 'aws-cdk-lib';
import { environments, project } from '../config/environments';
import { functions } from '../config/functions';
import { routes } from '../config/routes';
import { addStack } from '../lib/add-stack';
import { resolveConfig } from '../lib/config/resolve';

/** Our stack under the rules alone that the CDK asks by default. */
const app = new App();
addStack(app, resolveConfig({ project, environments, routes, functions, context: app.node.getAllContext() }));
