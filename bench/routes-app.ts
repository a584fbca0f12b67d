import { App } from 'aws-cdk-lib';
import { environments, project } from '../config/environments';
import { functions } from '../config/functions';
import type { Route } from '../lib/api/types';
import { buildApp } from '../lib/build-app';
import { resolveConfig } from '../lib/config/resolve';

/** Our app with as many routes as `BENCH_ROUTES` says. */
const routes: Route[] = Array.from({ length: Number(process.env['BENCH_ROUTES']) }, (_, index) => ({
  method: 'GET',
  path: `/r${index}/{id}`,
  access: { scopes: [`r${index}:read`] },
}));
buildApp(new App(), resolveConfig({ project, environments, routes, functions, context: { env: 'dev' } }));
