import { join } from 'node:path';
import { type Duration, RemovalPolicy, Validations } from 'aws-cdk-lib';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Architecture, LoggingFormat, Runtime, Tracing } from 'aws-cdk-lib/aws-lambda';
import { LogLevel, NodejsFunction, OutputFormat, SourceMapMode } from 'aws-cdk-lib/aws-lambda-nodejs';
import { LogGroup, type RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { metricNamespace } from './monitoring/metric-namespace';

const ROOT = join(__dirname, '..');

export interface BusinessFunctionProps {
  /** Memory, in MiB. 128–10240. */
  readonly memoryMiB: number;

  /** How long one invocation may take. */
  readonly timeout: Duration;

  /**
   * How many invocations may run at once: set aside for this function, and no more than that.
   *
   * @default - what the account has left
   */
  readonly reservedConcurrency?: number;

  /** The largest request body that is read, in bytes. */
  readonly maxBodyBytes: number;

  /** How long the function's log is kept. */
  readonly logRetention: RetentionDays;

  /**
   * What becomes of the log when the stack is deleted.
   *
   * @default RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE
   */
  readonly logRemovalPolicy?: RemovalPolicy;
}

/** The Lambda function in `lambda/`, with a role that may write this function's log and traces, and nothing else. */
export class BusinessFunction extends Construct {
  readonly function: NodejsFunction;
  readonly log: LogGroup;

  constructor(scope: Construct, id: string, props: BusinessFunctionProps) {
    super(scope, id);
    const { memoryMiB, timeout, reservedConcurrency, maxBodyBytes, logRetention } = props;
    const { logRemovalPolicy = RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE } = props;

    this.log = new LogGroup(this, 'Log', { retention: logRetention, removalPolicy: logRemovalPolicy });

    const role = new Role(this, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
    this.log.grantWrite(role);

    this.function = new NodejsFunction(this, 'Function', {
      entry: join(ROOT, 'lambda/handler.ts'),
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
      tracing: Tracing.ACTIVE,
      environment: {
        NODE_OPTIONS: '--enable-source-maps',
        MAX_BODY_BYTES: String(maxBodyBytes),
        POWERTOOLS_SERVICE_NAME: 'quotes',
        POWERTOOLS_METRICS_NAMESPACE: metricNamespace(this),
      },
      bundling: {
        format: OutputFormat.ESM,
        target: 'node24',
        mainFields: ['module', 'main'],
        minify: true,
        sourceMap: true,
        sourceMapMode: SourceMapMode.EXTERNAL,
        sourcesContent: false,
        logLevel: LogLevel.WARNING,
      },
    });

    Validations.of(this.function).acknowledge({
      id: 'Serverless::Serverless-LambdaDLQ',
      reason:
        'API Gateway invokes the function synchronously: a failure is the response of its caller, and no event is left over that a queue could keep',
    });
    Validations.of(role).acknowledge({
      id: 'AwsSolutions::AwsSolutions-IAM5[Resource::*]',
      reason:
        'xray:PutTraceSegments and xray:PutTelemetryRecords take no resource: IAM defines them for "*" only; the log permission names the one log group',
    });
  }
}
