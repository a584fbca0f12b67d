import { CfnOutput, RemovalPolicy, Stack, type StackProps, Tags } from 'aws-cdk-lib';
import { Key } from 'aws-cdk-lib/aws-kms';
import { LogGroup, QueryDefinition, QueryString } from 'aws-cdk-lib/aws-logs';
import { Trigger } from 'aws-cdk-lib/triggers';
import type { Construct } from 'constructs';
import type { ResolvedEnvironment } from '../config/environment';
import type { IssuerMirror } from '../config/issuer-mirror';
import { AlarmTopic } from '../monitoring/alarm-topic';
import { MirrorAlarms } from './mirror-alarms';
import { MirrorBucket } from './mirror-bucket';
import { MirrorDistribution } from './mirror-distribution';
import { MirrorFunction } from './mirror-function';
import { mirroredDocuments } from './mirrored-documents';
import { Publisher } from './publisher';

export interface MirrorStackProps extends StackProps {
  /** The environment whose issuer is mirrored. */
  readonly environment: ResolvedEnvironment;
  readonly mirror: IssuerMirror;
}

/** The runbook where nobody says where it is. */
const RUNBOOK = 'docs/operations.md';

/**
 * Publishes discovery document and keys of an issuer that the internet cannot reach, at its own host.
 *
 * The order of its creation is that of the checks: it publishes once before the distribution exists, so that a network, an authority
 * or an issuer which is not right fails within a minute; and it reads both documents from outside once the name leads to them.
 */
export class MirrorStack extends Stack {
  constructor(scope: Construct, id: string, props: MirrorStackProps) {
    const { environment, mirror, ...stackProps } = props;
    // Without it the API has no keys, and the issuer's name leads to nothing of its owner's.
    super(scope, id, { terminationProtection: true, ...stackProps });
    const { issuer, monitoring, logKeyArn, tags } = environment;

    const log = new LogGroup(this, 'Log', {
      retention: environment.logRetentionDays,
      removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
      encryptionKey: logKeyArn === undefined ? undefined : Key.fromKeyArn(this, 'LogKey', logKeyArn),
    });
    const bucket = new MirrorBucket(this, 'Bucket', { documents: mirroredDocuments(issuer) });
    const { firstRun } = new Publisher(this, 'Publisher', { issuer, bucket, log, ...mirror });
    const { distribution, record } = new MirrorDistribution(this, 'Public', {
      host: new URL(issuer).hostname,
      bucket: bucket.bucket,
      ...mirror,
    });
    firstRun.executeBefore(distribution);

    if (record !== undefined) {
      // Without a zone the name leads there once somebody has seen to it, which npm run deploy asks for before the API.
      const { function: handler } = new MirrorFunction(this, 'Check', {
        entry: 'check-public.ts',
        settings: JSON.stringify({ issuer }),
        log,
      });
      new Trigger(this, 'PublicCheck', { handler, executeAfter: [record, bucket] });
    }

    new MirrorAlarms(this, 'Alarms', {
      runbookUrl: monitoring?.runbookUrl ?? RUNBOOK,
      topic: monitoring && new AlarmTopic(this, 'Alert', monitoring).topic,
    });
    new QueryDefinition(this, 'Query', {
      queryDefinitionName: `${this.stackName}/What did the mirror do`,
      logGroups: [log],
      queryString: runs(),
    });

    for (const [key, value] of Object.entries(tags)) {
      Tags.of(this).add(key, value);
    }
    new CfnOutput(this, 'BucketName', {
      value: bucket.bucket.bucketName,
      description: 'The bucket with the two documents',
    }).overrideLogicalId('MirrorBucket');
    new CfnOutput(this, 'LogName', {
      value: log.logGroupName,
      description: 'What the mirror publishes and refuses',
    }).overrideLogicalId('MirrorLogGroup');
  }
}

/** Changes, refusals, and what Lambda says of a function that did not come to its end. */
function runs(): QueryString {
  return new QueryString({
    fields: ['@timestamp', 'level', 'message', '@message'],
    filterStatements: [
      'level in ["WARN", "ERROR", "CRITICAL"] or record.status in ["error", "failure", "timeout"] or @message like /Runtime\\./',
    ],
    sort: '@timestamp desc',
    limit: 100,
  });
}
