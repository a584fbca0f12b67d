import { RemovalPolicy, Stack, Validations } from 'aws-cdk-lib';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { Construct } from 'constructs';

export interface AlarmTopicProps {
  /** The addresses that get them. Each address has to confirm a message from AWS first. */
  readonly emails: readonly string[];
}

/** The target of the alarms: an encrypted topic that only CloudWatch alarms of this account publish to. */
export class AlarmTopic extends Construct {
  readonly topic: Topic;

  constructor(scope: Construct, id: string, props: AlarmTopicProps) {
    super(scope, id);
    const { emails } = props;
    const { account } = Stack.of(this);
    const cloudwatch = new ServicePrincipal('cloudwatch.amazonaws.com', {
      conditions: { StringEquals: { 'aws:SourceAccount': account } },
    });

    // A key of our own: the one that AWS manages for SNS does not let alarms in.
    const masterKey = new Key(this, 'Key', {
      description: 'Encrypts the alarms',
      enableKeyRotation: true,
      // Nothing is kept under it.
      removalPolicy: RemovalPolicy.DESTROY,
    });
    masterKey.addToResourcePolicy(
      new PolicyStatement({
        principals: [cloudwatch],
        actions: ['kms:Decrypt', 'kms:GenerateDataKey*'],
        resources: ['*'],
      }),
    );

    this.topic = new Topic(this, 'Topic', { masterKey, enforceSSL: true });
    this.topic.grantPublish(cloudwatch);
    for (const email of emails) {
      const { node } = this.topic.addSubscription(new EmailSubscription(email));
      Validations.of(node.defaultChild as Construct).acknowledge({
        id: 'Serverless::Serverless-SNSRedrivePolicy',
        reason:
          'the alarm, its state and its history stay in CloudWatch whatever becomes of the e-mail; a queue that nobody reads would keep nothing more',
      });
    }
  }
}
