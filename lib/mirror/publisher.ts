import { Duration, Stack, Validations } from 'aws-cdk-lib';
import { CfnVPCEndpoint } from 'aws-cdk-lib/aws-ec2';
import { AnyPrincipal, PolicyDocument, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { ILogGroup } from 'aws-cdk-lib/aws-logs';
import { Schedule, ScheduleExpression } from 'aws-cdk-lib/aws-scheduler';
import { Trigger } from 'aws-cdk-lib/triggers';
import { Construct } from 'constructs';
import type { IssuerMirror, MirrorVpc } from '../config/issuer-mirror';
import { readAuthorities } from '../config/mirror-ca';
import type { MirrorBucket } from './mirror-bucket';
import { MirrorFunction } from './mirror-function';

export interface PublisherProps extends Pick<IssuerMirror, 'vpc' | 'ca' | 'kids' | 'publisherArns'> {
  readonly issuer: string;
  readonly bucket: MirrorBucket;
  readonly log: ILogGroup;
}

/** The time between two runs. A run that could not be started within it is not made up for. */
const PERIOD = Duration.minutes(5);

/** Publishes the two documents: every five minutes, and once whenever it is deployed with a change. */
export class Publisher extends Construct {
  /** The run at the deployment. What depends on it is not touched where that refuses. */
  readonly firstRun: Trigger;

  constructor(scope: Construct, id: string, props: PublisherProps) {
    super(scope, id);
    const { issuer, bucket, log, vpc, ca, kids, publisherArns = [] } = props;

    const { function: fn, role } = new MirrorFunction(this, 'Publish', {
      entry: 'publish.ts',
      settings: Stack.of(this).toJsonString({
        issuer,
        bucket: bucket.bucket.bucketName,
        ...(ca !== undefined && { ca: readAuthorities(ca) }),
        ...(kids !== undefined && { kids }),
      }),
      log,
      network: { subnetIds: [...vpc.subnetIds], securityGroupIds: [...vpc.securityGroupIds] },
    });
    bucket.allowPublishers(role, publisherArns);
    // The schedule is the retry. Without this Lambda would try a refused run twice more, and each would count.
    fn.configureAsyncInvoke({ retryAttempts: 0, maxEventAge: PERIOD });
    Validations.of(fn).acknowledge({
      id: 'Serverless::Serverless-LambdaAsyncFailureDestination',
      reason: 'MirrorRefused and MirrorStale tell of a run that failed, and its log says why',
    });

    const scheduler = new Role(this, 'Scheduler', {
      assumedBy: new ServicePrincipal('scheduler.amazonaws.com', {
        conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(this).account } },
      }),
    });
    // Not by grantInvoke, which allows every version, too.
    scheduler.addToPolicy(new PolicyStatement({ actions: ['lambda:InvokeFunction'], resources: [fn.functionArn] }));
    const { node } = new Schedule(this, 'Schedule', {
      schedule: ScheduleExpression.rate(PERIOD),
      description: `Publishes discovery and keys of ${issuer}`,
      target: {
        bind: () => ({
          arn: fn.functionArn,
          role: scheduler,
          // By default it would try for a day, 185 times.
          retryPolicy: { maximumRetryAttempts: 2, maximumEventAgeInSeconds: PERIOD.toSeconds() },
        }),
      },
    });
    // Its first run needs the permission.
    node.addDependency(scheduler);

    this.firstRun = new Trigger(this, 'FirstRun', { handler: fn });
    if (vpc.s3RouteTableIds !== undefined) {
      // Nothing in the template says that the function needs it.
      this.firstRun.executeAfter(this.endpoint(vpc, bucket));
    }
  }

  /** The way to S3 in a VPC without internet. It lets through the two documents, whoever uses it. */
  private endpoint({ id, s3RouteTableIds = [] }: MirrorVpc, { objectArns }: MirrorBucket): CfnVPCEndpoint {
    const statement = new PolicyStatement({
      principals: [new AnyPrincipal()],
      actions: ['s3:GetObject', 's3:PutObject'],
      resources: [...objectArns],
    });
    return new CfnVPCEndpoint(this, 'S3', {
      vpcId: id,
      serviceName: `com.amazonaws.${Stack.of(this).region}.s3`,
      vpcEndpointType: 'Gateway',
      routeTableIds: [...s3RouteTableIds],
      policyDocument: new PolicyDocument({ statements: [statement] }),
    });
  }
}
