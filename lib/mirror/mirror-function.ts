import { join } from 'node:path';
import { Duration, Validations } from 'aws-cdk-lib';
import { Effect, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import {
  Architecture,
  type CfnFunction,
  Function as LambdaFunction,
  LoggingFormat,
  Runtime,
} from 'aws-cdk-lib/aws-lambda';
import type { ILogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { metricNamespace } from '../config/names';
import { bundledCode } from '../function-bundling';
import { NETWORK_ACTIONS } from '../network-actions';

const ROOT = join(__dirname, '../..');

/** The name of the functions in their log, and the dimension of their metrics. */
export const MIRROR_SERVICE = 'issuer-mirror';

export interface MirrorFunctionProps {
  /** Its file in `lambda/mirror/`. */
  readonly entry: 'publish.ts' | 'check-public.ts';
  /** Its settings, as JSON. */
  readonly settings: string;
  readonly log: ILogGroup;

  /**
   * The network that it runs in.
   *
   * @default - the internet, by Lambda's own network
   */
  readonly network?: CfnFunction.VpcConfigProperty;
}

/** A function of the mirror, with a role that may write its log, and nothing else until it is given more. */
export class MirrorFunction extends Construct {
  readonly function: LambdaFunction;
  readonly role: Role;

  constructor(scope: Construct, id: string, props: MirrorFunctionProps) {
    super(scope, id);
    const { entry, settings, log, network } = props;

    this.role = new Role(this, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
    log.grantWrite(this.role);
    if (network !== undefined) {
      this.letLambdaAttach();
    }
    this.function = new LambdaFunction(this, 'Function', {
      code: bundledCode(ROOT, `lambda/mirror/${entry}`),
      handler: 'index.handler',
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      memorySize: 256,
      timeout: Duration.minutes(1),
      role: this.role,
      logGroup: log,
      loggingFormat: LoggingFormat.JSON,
      environment: {
        NODE_OPTIONS: '--enable-source-maps',
        POWERTOOLS_SERVICE_NAME: MIRROR_SERVICE,
        POWERTOOLS_METRICS_NAMESPACE: metricNamespace(this),
        MIRROR: settings,
      },
    });
    if (network !== undefined) {
      // By the ids themselves: the CDK takes a network that is there with its zones and route tables, or looks it up.
      (this.function.node.defaultChild as CfnFunction).vpcConfig = network;
    }
    Validations.of(this.function).acknowledge(
      {
        id: 'Serverless::Serverless-LambdaDLQ',
        reason:
          'an event says nothing but that it is time: the next run, five minutes later, does the same, and MirrorStale tells of none',
      },
      {
        id: 'Serverless::Serverless-LambdaTracing',
        reason:
          'a run reads two documents and writes two: its log has all there is to say, and X-Ray would be one more service to reach',
      },
    );
  }

  /** For Lambda, before it runs the function; the function's own calls are denied. */
  private letLambdaAttach(): void {
    this.role.addToPolicy(new PolicyStatement({ actions: NETWORK_ACTIONS, resources: ['*'] }));
    this.role.addToPolicy(
      new PolicyStatement({
        effect: Effect.DENY,
        actions: NETWORK_ACTIONS,
        resources: ['*'],
        // Lambda adds it to the calls of a function's code, and to no others.
        conditions: { Null: { 'lambda:SourceFunctionArn': 'false' } },
      }),
    );
    Validations.of(this.role).acknowledge({
      id: 'AwsSolutions::AwsSolutions-IAM5[Resource::*]',
      reason:
        'Lambda asks for these actions on network interfaces that are not there yet; the code of the function is denied all of them',
    });
  }
}
