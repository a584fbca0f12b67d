import { join } from 'node:path';
import { type Duration, Fn, RemovalPolicy, Validations } from 'aws-cdk-lib';
import { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { type ISecurityGroup, type ISubnet, type IVpc, SecurityGroup, Subnet, Vpc } from 'aws-cdk-lib/aws-ec2';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import {
  Architecture,
  type CfnFunction,
  Code,
  type FunctionOptions,
  Function as LambdaFunction,
  LoggingFormat,
  Runtime,
  Tracing,
} from 'aws-cdk-lib/aws-lambda';
import { LogGroup, type RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import type { LogLevel } from './config/features';
import type { FunctionVpc, ResolvedFunction } from './config/function';
import { metricNamespace } from './config/names';
import { bundledCode } from './function-bundling';
import { NETWORK_ACTIONS } from './network-actions';

const ROOT = join(__dirname, '..');

export interface BusinessFunctionProps {
  /** The name of the function in its log, and the dimension of its metrics. */
  readonly name: string;

  /** A file to bundle, or a folder of any runtime that is deployed as it stands; both as seen from the project's folder. */
  readonly code: ResolvedFunction['code'];

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

  /**
   * Environment variables besides those that it needs for itself.
   *
   * @default - none
   */
  readonly variables?: Readonly<Record<string, string>>;

  /**
   * The network that it reaches out from.
   *
   * @default - Lambda's own
   */
  readonly vpc?: FunctionVpc;

  /**
   * The processors that it runs on.
   *
   * @default 'arm64'
   */
  readonly architecture?: 'arm64' | 'x86_64';

  /**
   * The largest request body that is read, in bytes.
   *
   * @default - 32768, where its code asks for one
   */
  readonly maxBodyBytes?: number;

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

/** A Lambda function, with a role that may write this function's log and traces, and nothing else. */
export class BusinessFunction extends Construct {
  readonly function: LambdaFunction;
  readonly log: LogGroup;
  /** The number of requests that it answered with 500 itself, whatever their route. */
  readonly failed: Metric;

  constructor(scope: Construct, id: string, props: BusinessFunctionProps) {
    super(scope, id);
    const { name, code, memoryMiB, timeout, reservedConcurrency, maxBodyBytes, logRetention } = props;
    const { variables = {}, vpc, architecture = 'arm64' } = props;
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
      dimensionsMap: { service: name },
      statistic: 'Sum',
    });

    const role = new Role(this, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
    this.log.grantWrite(role);
    if (vpc) {
      role.addToPolicy(new PolicyStatement({ actions: NETWORK_ACTIONS, resources: ['*'] }));
    }

    this.function = this.makeFunction(code, {
      architecture: architecture === 'arm64' ? Architecture.ARM_64 : Architecture.X86_64,
      memorySize: memoryMiB,
      timeout,
      reservedConcurrentExecutions: reservedConcurrency,
      role,
      logGroup: this.log,
      loggingFormat: LoggingFormat.JSON,
      tracing: tracing ? Tracing.ACTIVE : Tracing.DISABLED,
      environment: {
        ...('entry' in code && { NODE_OPTIONS: '--enable-source-maps' }),
        ...(maxBodyBytes !== undefined && { MAX_BODY_BYTES: String(maxBodyBytes) }),
        METRICS_BY_ROUTE: String(metricsByRoute),
        POWERTOOLS_SERVICE_NAME: name,
        POWERTOOLS_METRICS_NAMESPACE: namespace,
        POWERTOOLS_LOG_LEVEL: logLevel,
        ...variables,
      },
      ...(vpc && this.network(vpc)),
    });
    this.acknowledge(role, tracing, vpc !== undefined);
  }

  private makeFunction(code: ResolvedFunction['code'], options: FunctionOptions): LambdaFunction {
    return new LambdaFunction(this, 'Function', {
      ...options,
      ...('entry' in code
        ? { code: bundledCode(ROOT, code.entry), runtime: Runtime.NODEJS_24_X, handler: 'index.handler' }
        : {
            code: Code.fromAsset(join(ROOT, code.folder)),
            runtime: new Runtime(code.runtime),
            handler: code.handler,
          }),
    });
  }

  private network({ id, subnetIds, securityGroupIds }: FunctionVpc): Network {
    const vpc = Vpc.fromVpcAttributes(this, 'Vpc', { vpcId: id, availabilityZones: Fn.getAzs() });
    const subnets = subnetIds.map((subnetId) => Subnet.fromSubnetId(this, subnetId, subnetId));
    const reason = 'the subnets are named: neither zones nor route tables are asked for';
    Validations.of(vpc).acknowledge({
      id: 'Annotation::@aws-cdk/aws-ec2:vpcAttributeIsListTokenavailabilityZones',
      reason,
    });
    for (const subnet of subnets) {
      Validations.of(subnet).acknowledge({ id: 'Annotation::@aws-cdk/aws-ec2:noSubnetRouteTableId', reason });
    }
    const securityGroups = securityGroupIds?.map((groupId) =>
      SecurityGroup.fromSecurityGroupId(this, groupId, groupId, { mutable: false }),
    );
    return { vpc, vpcSubnets: { subnets }, ...(securityGroups && { securityGroups }) };
  }

  private acknowledge(role: Role, tracing: boolean, hasNetwork: boolean): void {
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
    }
    const withoutResource = [
      ...(tracing
        ? [
            'xray:PutTraceSegments and xray:PutTelemetryRecords take no resource: IAM defines them for "*" only; the log permission names the one log group',
          ]
        : []),
      ...(hasNetwork ? ['Lambda makes and removes the network interfaces, whose ids nobody knows before'] : []),
    ];
    if (withoutResource.length > 0) {
      Validations.of(role).acknowledge({
        id: 'AwsSolutions::AwsSolutions-IAM5[Resource::*]',
        reason: withoutResource.join('; '),
      });
    }
  }
}

/** The properties of a function that put it into a VPC. */
interface Network {
  readonly vpc: IVpc;
  readonly vpcSubnets: { readonly subnets: ISubnet[] };
  readonly securityGroups?: ISecurityGroup[];
}
