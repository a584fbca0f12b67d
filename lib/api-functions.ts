import { Duration, type RemovalPolicy, type Stack } from 'aws-cdk-lib';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { BusinessFunction } from './business-function';
import type { Config } from './config/environment';
import type { ResolvedFunction } from './config/function';
import { pascalCase } from './config/names';
import { GradualDelivery } from './gradual-delivery';

/** A function of the API, and what callers get of it. */
export interface ApiFunction {
  readonly config: ResolvedFunction;
  readonly business: BusinessFunction;
  /** Moves callers from one version to the next. Undefined where all are moved at once. */
  readonly delivery?: GradualDelivery;
  /** The function, or the alias that callers are moved by. */
  readonly handler: IFunction;
}

export interface ApiFunctionsProps {
  readonly config: Config;
  /** The fate of the logs when the stack is deleted. */
  readonly logRemovalPolicy: RemovalPolicy;
  /** The key that encrypts the logs. @default - a key of CloudWatch's own */
  readonly logKey?: IKey;
}

/**
 * The functions of `config/functions.ts`, in their order. The first stands in the stack itself, so that it keeps its logical ids
 * when others come; those of the others are called after them.
 */
export function addFunctions(
  stack: Stack,
  { config: { environment, functions }, logRemovalPolicy, logKey }: ApiFunctionsProps,
): readonly [ApiFunction, ...ApiFunction[]] {
  const [first, ...others] = functions;
  const add = (scope: Construct, config: ResolvedFunction): ApiFunction => {
    const business = new BusinessFunction(scope, 'Business', {
      name: config.name,
      code: config.code,
      memoryMiB: config.memoryMiB,
      timeout: Duration.seconds(config.timeoutSeconds),
      reservedConcurrency: config.reservedConcurrency,
      variables: config.variables,
      vpc: config.vpc,
      architecture: config.architecture,
      maxBodyBytes: environment.maxBodyBytes,
      tracing: environment.tracing,
      metricsByRoute: environment.detailedMetrics,
      logLevel: config.logLevel,
      logRetention: environment.logRetentionDays,
      logRemovalPolicy,
      logKey,
    });
    const delivery =
      config.gradualDelivery &&
      new GradualDelivery(scope, 'Delivery', { function: business.function, ...config.gradualDelivery });
    return { config, business, delivery, handler: delivery?.alias ?? business.function };
  };
  const ofFirst = add(stack, first);
  const scope = new Construct(stack, 'Functions');
  return [ofFirst, ...others.map((config) => add(new Construct(scope, pascalCase(config.name)), config))];
}
