import { resourcesOf, type StackTemplate } from '../../../commands/project/template';
import { routeShape } from '../../../lib/api/route-rules';

/** An error of API Gateway, by its name. */
export class ApiGatewayError extends Error {}

/**
 * The routes of an HTTP API and the settings that its stage has for single ones, as others measured them: the settings are merged,
 * and refused as a whole where one key, old or new, has no route.
 *
 * @see https://github.com/hashicorp/terraform-provider-aws/issues/16094
 * @see https://github.com/serverless/serverless/issues/8590
 */
export class FakeApiGateway {
  /** Route keys by what CloudFormation calls the routes. */
  readonly routes = new Map<string, string>();
  readonly settings = new Map<string, unknown>();

  putRoute(id: string, key: string): void {
    const shape = (of: string) => routeShape(...(of.split(' ') as [string, string]));
    if ([...this.routes].some(([other, its]) => other !== id && shape(its) === shape(key))) {
      throw new ApiGatewayError(`ConflictException: Route with key ${key} already exists`);
    }
    this.routes.set(id, key);
  }

  updateStage(settings: Readonly<Record<string, unknown>>): void {
    const merged = new Map([...this.settings, ...Object.entries(settings)]);
    for (const key of merged.keys()) {
      if (![...this.routes.values()].includes(key)) {
        throw new ApiGatewayError(
          `NotFoundException: Unable to find Route by key ${key} within the provided RouteSettings`,
        );
      }
    }
    for (const [key, value] of merged) {
      this.settings.set(key, value);
    }
  }

  deleteRouteSettings(key: string): void {
    if (!this.settings.delete(key)) {
      throw new ApiGatewayError(`NotFoundException: no settings of ${key}`);
    }
  }
}

/** Place of the stage among the routes that it does not depend on: CloudFormation promises no order. */
export const STAGE_TURNS = ['first', 'last'] as const;

/**
 * Makes of one template the next, in CloudFormation's order: the stage after what it depends on, and what is gone last. Of the
 * stage it writes the new settings and then deletes the keys that are gone; that it does so in this order is not established, and
 * the other one forgives more.
 *
 * @throws ApiGatewayError where API Gateway refuses a step
 */
export function carryOut(
  api: FakeApiGateway,
  before: StackTemplate | undefined,
  after: StackTemplate,
  stageTurn: (typeof STAGE_TURNS)[number],
): void {
  const routes = resourcesOf(after, 'AWS::ApiGatewayV2::Route').map(([id, { Properties }]) => [
    id,
    Properties?.['RouteKey'],
  ]);
  const [[, stage] = []] = resourcesOf(after, 'AWS::ApiGatewayV2::Stage');
  const [[, oldStage] = []] = before === undefined ? [] : resourcesOf(before, 'AWS::ApiGatewayV2::Stage');
  const needed = [stage?.DependsOn ?? []].flat();

  const isBefore = ([id]: readonly string[]) => stageTurn === 'last' || needed.includes(id ?? '');
  for (const [id, key] of routes.filter(isBefore)) {
    api.putRoute(id, key);
  }
  const settings = stage?.Properties?.['RouteSettings'] ?? {};
  api.updateStage(settings);
  for (const key of Object.keys(oldStage?.Properties?.['RouteSettings'] ?? {})) {
    if (!(key in settings)) {
      api.deleteRouteSettings(key);
    }
  }
  for (const [id, key] of routes.filter((route) => !isBefore(route))) {
    api.putRoute(id, key);
  }
  for (const id of [...api.routes.keys()]) {
    if (!routes.some(([kept]) => kept === id)) {
      api.routes.delete(id);
    }
  }
}
