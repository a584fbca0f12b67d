import { App, Validations } from 'aws-cdk-lib';
import { RouteGuard } from '../../lib/api/route-guard';
import { ShopStack } from './shop-stack';

const app = new App();
// Synthesis fails on a route that is open without a reason, whoever wrote it.
Validations.of(app).addPlugins(new RouteGuard());
new ShopStack(app, 'Shop', {
  issuer: app.node.getContext('issuer'),
  clientId: app.node.getContext('clientId'),
});
