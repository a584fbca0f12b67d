import { App } from 'aws-cdk-lib';
import { environments, project } from '../config/environments';
import { functions } from '../config/functions';
import { routes } from '../config/routes';
import { buildApp } from '../lib/build-app';
import { resolveConfig } from '../lib/config/resolve';

/** Our app for the laptop, with a throttle that no load reaches: it is asked for every request all the same. */
const throttle = { rateLimit: 1_000_000, burstLimit: 1_000_000 };
const local = { ...environments.local, throttle };
buildApp(new App(), resolveConfig({ project, environments: { local }, routes, functions, context: { env: 'local' } }));
