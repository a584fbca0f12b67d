import { join } from 'node:path';
import { type Duration, RemovalPolicy, Validations } from 'aws-cdk-lib';
import { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { Architecture, type CfnFunction, LoggingFormat, Runtime, Tracing } from 'aws-cdk-lib/aws-lambda';
import { NodejsFunction } from 'aws-cdk-lib/aws-lambda-nodejs';
import { LogGroup, type RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import type { LogLevel } from './config/features';
import { metricNamespace } from './config/names';
import { FUNCTION_ENTRY } from './function-bundle';
import { FUNCTION_BUNDLING } from './function-bundling';

const ROOT = join(__dirname, '..');

/** The name of the function in its log, and the dimension of its metrics. */
const SERVICE = 'quotes';

export interface BusinessFunctionProps {
  /** Memory, in MiB. 128–10240. */
  readonly memoryMiB: number;

  /** The longest time that one invocation may take. */
  readonly timeout: Duration;

  /**
   * The number of invocations that may run at once: set aside for this function, and no more than that.
   *
   * @default - what the account has left
   */
  readonly reservedConcurrency?: number;

  /** The largest request body that is read, in bytes. */
  readonly maxBodyBytes: number;

  /**
   * True has X-Ray trace it.
   *
   * @default true
   */
  readonly tracing?: boolean;

  /**
   * True counts its answers for each route, too.
   *
   * @default true
   */
  readonly metricsByRoute?: boolean;

  /**
   * The least important lines that it logs.
   *
   * @default 'INFO'
   */
  readonly logLevel?: LogLevel;

  /** The time for which the function's log is kept. */
  readonly logRetention: RetentionDays;

  /**
   * The fate of the log when the stack is deleted.
   *
   * @default RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE
   */
  readonly logRemovalPolicy?: RemovalPolicy;

  /**
   * The key that encrypts the log.
   *
   * @default - a key of CloudWatch's own
   */
  readonly logKey?: IKey;
}

/** The Lambda function in `lambda/`, with a role that may write this function's log and traces, and nothing else. */
export class BusinessFunction extends Construct {
  readonly function: NodejsFunction;
  readonly log: LogGroup;
  /** The number of requests that it answered with 500 itself, whatever their route. */
  readonly failed: Metric;

  constructor(scope: Construct, id: string, props: BusinessFunctionProps) {
    super(scope, id);
    const { memoryMiB, timeout, reservedConcurrency, maxBodyBytes, logRetention } = props;
    const { tracing = true, metricsByRoute = true, logLevel = 'INFO' } = props;
    const { logRemovalPolicy = RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE, logKey } = props;
    const namespace = metricNamespace(this);

    this.log = new LogGroup(this, 'Log', {
      retention: logRetention,
      removalPolicy: logRemovalPolicy,
      encryptionKey: logKey,
    });
    this.failed = new Metric({
      namespace,
      metricName: 'Failed',
      dimensionsMap: { service: SERVICE },
      statistic: 'Sum',
    });

    const role = new Role(this, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
    this.log.grantWrite(role);

    this.function = new NodejsFunction(this, 'Function', {
      entry: FUNCTION_ENTRY,
      projectRoot: ROOT,
      depsLockFilePath: join(ROOT, 'package-lock.json'),
      // Named, not NODEJS_LATEST: with that one the CDK would bundle the AWS SDK, because it cannot know who ships it.
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      memorySize: memoryMiB,
      timeout,
      reservedConcurrentExecutions: reservedConcurrency,
      role,
      logGroup: this.log,
      loggingFormat: LoggingFormat.JSON,
      tracing: tracing ? Tracing.ACTIVE : Tracing.DISABLED,
      environment: {
        NODE_OPTIONS: '--enable-source-maps',
        MAX_BODY_BYTES: String(maxBodyBytes),
        METRICS_BY_ROUTE: String(metricsByRoute),
        POWERTOOLS_SERVICE_NAME: SERVICE,
        POWERTOOLS_METRICS_NAMESPACE: namespace,
        POWERTOOLS_LOG_LEVEL: logLevel,
      },
      bundling: FUNCTION_BUNDLING,
    });

    Validations.of(this.function).acknowledge({
      id: 'Serverless::Serverless-LambdaDLQ',
      reason:
        'API Gateway invokes the function synchronously: a failure is the response of its caller, and no event is left over that a queue could keep',
    });
    if (!tracing) {
      // Written out: a property that goes away is not one that is switched back.
      (this.function.node.defaultChild as CfnFunction).tracingConfig = { mode: Tracing.PASS_THROUGH };
      Validations.of(this.function).acknowledge({
        id: 'Serverless::Serverless-LambdaTracing',
        reason: 'the environment says tracing: false',
      });
      return;
    }
    Validations.of(role).acknowledge({
      id: 'AwsSolutions::AwsSolutions-IAM5[Resource::*]',
      reason:
        'xray:PutTraceSegments and xray:PutTelemetryRecords take no resource: IAM defines them for "*" only; the log permission names the one log group',
    });
  }
}
