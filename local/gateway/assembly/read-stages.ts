import type { NotEmulated, StageModel, ThrottleModel } from '../model';
import { readOrReason } from './not-emulated';
import type { ApiInStacks, Resource } from './stack';
import { isRecord } from './template';

/** The limits of an account, which hold where a stage or route sets only one of its own. */
const ACCOUNT: ThrottleModel = { rateLimit: 10_000, burstLimit: 5_000 };

export interface ReadStages {
  readonly stages: readonly StageModel[];
  /** Reasons why a stage, or something of it, is not emulated. */
  readonly notes: readonly string[];
  /** A stage that could not be read; its requests would fall through to the stage `$default`. */
  readonly unread: NotEmulated | undefined;
}

/** The stages of an API. One that cannot be read is left out: nothing is served through it. */
export function readStages({ api, stacks }: ApiInStacks): ReadStages {
  const resources = stacks.flatMap((one) => one.resourcesOf('AWS::ApiGatewayV2::Stage'));
  const read = resources.map((stage) => {
    const of = readOrReason(() => stage.string('ApiId'));
    if (of === api.physicalId) {
      return readOrReason(() => ({ stage: readStage(stage), note: deploymentNote(stage) }));
    }
    // Beside the API it may be one of its own; a stack that takes the API from elsewhere has the stages of another.
    return typeof of === 'object' && stage.artifact === api.artifact ? of : undefined;
  });
  return {
    stages: read.flatMap((one) => (one && 'stage' in one ? [one.stage] : [])),
    notes: read.flatMap((one) => {
      const note = one && ('stage' in one ? one.note : one.reason);
      return note === undefined ? [] : [note];
    }),
    unread: read.find((one) => one !== undefined && 'reason' in one),
  };
}

/** @throws NotEmulatedError */
function readStage(stage: Resource): StageModel {
  const name = stage.string('StageName');
  if (name === undefined) {
    throw stage.notEmulated('StageName: there is none');
  }
  const accessLogFormat = stage.member('AccessLogSettings', 'Format');
  const throttle = readThrottle(stage, stage.record('DefaultRouteSettings'));
  return {
    name,
    variables: readVariables(stage),
    ...(typeof accessLogFormat === 'string' && { accessLogFormat }),
    ...(throttle && { throttle }),
    routeThrottles: Object.fromEntries(
      Object.entries(stage.record('RouteSettings')).flatMap(([routeKey, settings]) => {
        const own = readThrottle(stage, settings, throttle);
        return own ? [[routeKey, own]] : [];
      }),
    ),
  };
}

/** @returns undefined when the settings say nothing about throttling */
function readThrottle(
  stage: Resource,
  settings: unknown,
  inherited: ThrottleModel = ACCOUNT,
): ThrottleModel | undefined {
  const { ThrottlingRateLimit: rate, ThrottlingBurstLimit: burst } = isRecord(settings) ? settings : {};
  if (rate === undefined && burst === undefined) {
    return undefined;
  }
  const limits = { rateLimit: Number(rate ?? inherited.rateLimit), burstLimit: Number(burst ?? inherited.burstLimit) };
  if (!Number.isFinite(limits.rateLimit) || !Number.isFinite(limits.burstLimit)) {
    throw stage.notEmulated(`the throttling limits ${JSON.stringify({ rate, burst })} are not numbers`);
  }
  return limits;
}

function readVariables(stage: Resource): Readonly<Record<string, string>> {
  const variables = Object.entries(stage.record('StageVariables'));
  return Object.fromEntries(
    variables.map(([name, value]) => {
      if (typeof value === 'object') {
        throw stage.notEmulated(`StageVariables.${name}: ${JSON.stringify(value)} is not a string`);
      }
      return [name, String(value)];
    }),
  );
}

/** API Gateway serves nothing through a stage that nobody deployed to; which deployment it has is not looked at. */
function deploymentNote(stage: Resource): string | undefined {
  const autoDeploy = String(stage.read('AutoDeploy')) === 'true';
  return autoDeploy
    ? undefined
    : `${stage.location}: AutoDeploy is off; deployments are not emulated, the routes are served as the template has them`;
}
