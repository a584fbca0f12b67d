import { RemovalPolicy, Stack, Validations } from 'aws-cdk-lib';
import {
  AnyPrincipal,
  ArnPrincipal,
  Effect,
  PolicyStatement,
  type PolicyStatementProps,
  type Role,
} from 'aws-cdk-lib/aws-iam';
import { BlockPublicAccess, Bucket, BucketEncryption, BucketNamespace, ObjectOwnership } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import type { MirroredDocuments } from './mirrored-documents';
import { shortName } from './short-name';

export interface MirrorBucketProps {
  readonly documents: MirroredDocuments;
}

/** Actions that a publisher needs for the two documents. */
const USES = ['s3:GetObject', 's3:PutObject'];

/** Actions that change an object or bring back an old version. */
const WRITES = ['s3:PutObject*', 's3:DeleteObject*', 's3:Replicate*', 's3:RestoreObject'];

/** In characters. */
const LONGEST_BUCKET_NAME = 63;

/**
 * The two documents: private, versioned, kept when the stack is deleted, and written by the publishers alone, whatever a policy of
 * IAM allows others. Its name is of the account's own namespace, where nobody else can ever take it.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/gpbucketnamespaces.html
 */
export class MirrorBucket extends Construct {
  readonly bucket: Bucket;
  /** The ARNs of the two documents. */
  readonly objectArns: readonly string[];

  constructor(scope: Construct, id: string, props: MirrorBucketProps) {
    super(scope, id);
    const { documents } = props;
    const { stackName, account, region } = Stack.of(this);
    const suffix = `-${account}-${region}-an`;

    this.bucket = new Bucket(this, 'Documents', {
      bucketNamespace: BucketNamespace.ACCOUNT_REGIONAL,
      bucketNamePrefix: shortName(stackName, LONGEST_BUCKET_NAME - suffix.length),
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
      // Not KMS: its key would be one more way to take the documents away, and an endpoint more in a VPC without internet.
      encryption: BucketEncryption.S3_MANAGED,
      enforceSSL: true,
      versioned: true,
      // Not after a failed creation: its name would be in the way of the next try.
      removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
    });
    Validations.of(this.bucket).acknowledge({
      id: 'AwsSolutions::AwsSolutions-S1',
      reason:
        'only CloudFront reads it, two public documents; who writes is a question for data events of CloudTrail, which an account has in one place',
    });
    this.objectArns = [documents.discovery, documents.jwks].map((key) => this.bucket.arnForObjects(key));
  }

  /**
   * Lets the two documents be read and written by these alone.
   *
   * @param publisher the role of the function that publishes
   * @param others the ARNs of other roles that may
   */
  allowPublishers(publisher: Role, others: readonly string[]): void {
    const resources = [...this.objectArns];
    publisher.addToPolicy(new PolicyStatement({ actions: USES, resources }));
    if (others.length > 0) {
      const principals = others.map((arn) => new ArnPrincipal(arn));
      this.addStatement({ sid: 'OtherPublishers', principals, actions: USES, resources });
    }
    this.deny({
      sid: 'NoOtherWriter',
      resources: [this.bucket.arnForObjects('*')],
      conditions: { ArnNotEquals: { 'aws:PrincipalArn': [publisher.roleArn, ...others] } },
    });
    this.deny({ sid: 'NoOtherObject', notResources: resources });
  }

  private deny(statement: PolicyStatementProps): void {
    this.addStatement({ effect: Effect.DENY, principals: [new AnyPrincipal()], actions: WRITES, ...statement });
  }

  private addStatement(statement: PolicyStatementProps): void {
    this.bucket.addToResourcePolicy(new PolicyStatement(statement));
  }
}
