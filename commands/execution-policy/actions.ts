/**
 * The actions that CloudFormation calls to create, read, update and delete a resource of each type: those of this app, and those of
 * the recipes in docs/extending.md.
 *
 * They are the `permissions` of the handlers in CloudFormation's resource schemas, compared with the copy of 2026-08-07 in
 * pulumi/pulumi-aws-native. Left out are those for properties that no template here has: file systems, code signing,
 * permissions boundaries, users and groups, private certificate authorities, data protection and index policies; for a bucket, whatever
 * is not its access, encryption and versions. Those for the network of a function are asked for where one has it.
 * Added are those that API Gateway asks of whoever switches its logs on or gives a domain its certificate and truststore. The
 * schemas of a Route 53 record and of a rotation have no handlers, so their actions are those of the services' documentation.
 * Wildcards of a schema are written out.
 *
 * @see https://github.com/pulumi/pulumi-aws-native/tree/43eed3b017fff3b41e0ceeae37ee943afce53275/aws-cloudformation-schema
 * @see https://docs.aws.amazon.com/cloudformation-cli/latest/userguide/resource-type-schema.html
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-logging.html
 */
export const ACTIONS: Readonly<Record<string, readonly string[]>> = {
  'AWS::ApiGatewayV2::Api': api(),
  'AWS::ApiGatewayV2::ApiMapping': api(),
  'AWS::ApiGatewayV2::Authorizer': api(),
  'AWS::ApiGatewayV2::DomainName': [
    ...api(),
    'acm:DescribeCertificate',
    'apigateway:AddCertificateToDomain',
    'apigateway:RemoveCertificateFromDomain',
    // The bundle of certificate authorities, of mutual TLS.
    's3:GetObject',
    's3:GetObjectVersion',
  ],
  'AWS::ApiGatewayV2::Integration': api(),
  'AWS::ApiGatewayV2::Route': api(),
  'AWS::ApiGatewayV2::Stage': [
    ...api(),
    'logs:CreateLogDelivery',
    'logs:DeleteLogDelivery',
    'logs:DescribeLogGroups',
    'logs:DescribeResourcePolicies',
    'logs:GetLogDelivery',
    'logs:ListLogDeliveries',
    'logs:PutResourcePolicy',
    'logs:UpdateLogDelivery',
  ],
  'AWS::CertificateManager::Certificate': [
    ...of('acm', 'AddTagsToCertificate', 'DeleteCertificate', 'DescribeCertificate', 'ListTagsForCertificate'),
    ...of('acm', 'RemoveTagsFromCertificate', 'RequestCertificate'),
    ...of('route53', 'ChangeResourceRecordSets', 'GetChange', 'ListResourceRecordSets'),
  ],
  'AWS::CloudFront::CachePolicy': [
    ...of('cloudfront', 'CreateCachePolicy', 'DeleteCachePolicy', 'GetCachePolicy', 'UpdateCachePolicy'),
  ],
  'AWS::CloudFront::Distribution': [
    ...of('cloudfront', 'CreateDistribution', 'CreateDistributionWithTags', 'DeleteDistribution', 'GetDistribution'),
    ...of('cloudfront', 'GetDistributionConfig', 'UpdateDistribution', ...tags()),
  ],
  'AWS::CloudFront::OriginAccessControl': [
    ...of('cloudfront', 'CreateOriginAccessControl', 'DeleteOriginAccessControl', 'GetOriginAccessControl'),
    ...of('cloudfront', 'UpdateOriginAccessControl'),
  ],
  'AWS::CloudWatch::Alarm': of('cloudwatch', 'DeleteAlarms', 'DescribeAlarms', 'PutMetricAlarm', ...tags()),
  'AWS::CloudWatch::Dashboard': of('cloudwatch', 'DeleteDashboards', 'GetDashboard', 'PutDashboard', ...tags()),
  'AWS::CodeDeploy::Application': [
    ...of('codedeploy', 'CreateApplication', 'DeleteApplication', 'GetApplication', 'UpdateApplication', ...tags()),
  ],
  'AWS::CodeDeploy::DeploymentGroup': [
    ...of('codedeploy', 'CreateDeploymentGroup', 'DeleteDeploymentGroup', 'GetDeploymentGroup'),
    ...of('codedeploy', 'UpdateDeploymentGroup', ...tags()),
    // The policy of the alias, by which CloudFormation has CodeDeploy move callers.
    ...of('codedeploy', 'CreateDeployment', 'GetDeployment', 'GetDeploymentConfig', 'StopDeployment'),
    ...of('codedeploy', 'GetApplicationRevision', 'ListDeployments', 'RegisterApplicationRevision'),
  ],
  'AWS::DynamoDB::GlobalTable': [
    ...of('dynamodb', 'CreateTable', 'CreateTableReplica', 'DeleteTable', 'DeleteTableReplica', 'DescribeTable'),
    ...of('dynamodb', 'DescribeContinuousBackups', 'DescribeContributorInsights', 'DescribeTimeToLive'),
    ...of('dynamodb', 'DescribeKinesisStreamingDestination', 'DescribeTableReplicaAutoScaling', 'GetResourcePolicy'),
    ...of('dynamodb', 'ListTagsOfResource', 'PutResourcePolicy', 'TagResource', 'UntagResource', 'UpdateTable'),
    ...of('dynamodb', 'UpdateContinuousBackups', 'UpdateContributorInsights', 'UpdateTimeToLive'),
  ],
  'AWS::EC2::SecurityGroup': [
    ...of('ec2', 'AuthorizeSecurityGroupEgress', 'AuthorizeSecurityGroupIngress', 'CreateSecurityGroup', 'CreateTags'),
    ...of('ec2', 'DeleteSecurityGroup', 'DeleteTags', 'DescribeInstances', 'DescribeSecurityGroups'),
    ...of('ec2', 'RevokeSecurityGroupEgress', 'RevokeSecurityGroupIngress'),
  ],
  'AWS::EC2::VPCEndpoint': [
    ...of('ec2', 'CreateTags', 'CreateVpcEndpoint', 'DeleteTags', 'DeleteVpcEndpoints', 'DescribeVpcEndpoints'),
    ...of('ec2', 'ModifyVpcEndpoint'),
  ],
  'AWS::IAM::Policy': of('iam', 'DeleteRolePolicy', 'GetRole', 'GetRolePolicy', 'PutRolePolicy'),
  'AWS::IAM::Role': [
    ...of('iam', 'AttachRolePolicy', 'CreateRole', 'DeleteRole', 'DeleteRolePolicy', 'DetachRolePolicy', 'GetRole'),
    ...of('iam', 'GetRolePolicy', 'ListAttachedRolePolicies', 'ListRolePolicies', 'ListRoleTags', 'PutRolePolicy'),
    ...of('iam', 'TagRole', 'UntagRole', 'UpdateAssumeRolePolicy', 'UpdateRole', 'UpdateRoleDescription'),
    'iam:PassRole',
  ],
  'AWS::KMS::Key': [
    ...of('kms', 'CreateKey', 'DescribeKey', 'DisableKey', 'DisableKeyRotation', 'EnableKey', 'EnableKeyRotation'),
    ...of('kms', 'GetKeyPolicy', 'GetKeyRotationStatus', 'ListResourceTags', 'PutKeyPolicy', 'ScheduleKeyDeletion'),
    ...of('kms', 'TagResource', 'UntagResource', 'UpdateKeyDescription'),
  ],
  'AWS::Lambda::Alias': [
    ...of('lambda', 'CreateAlias', 'DeleteAlias', 'GetAlias', 'GetProvisionedConcurrencyConfig', 'UpdateAlias'),
  ],
  'AWS::Lambda::EventInvokeConfig': [
    ...of('lambda', 'DeleteFunctionEventInvokeConfig', 'GetFunctionEventInvokeConfig', 'PutFunctionEventInvokeConfig'),
    ...of('lambda', 'UpdateFunctionEventInvokeConfig'),
  ],
  'AWS::Lambda::Function': [
    ...of('lambda', 'CreateFunction', 'DeleteFunction', 'DeleteFunctionConcurrency', 'GetFunction'),
    ...of('lambda', 'GetFunctionCodeSigningConfig', 'GetFunctionConcurrency', 'GetFunctionConfiguration'),
    ...of('lambda', 'GetFunctionRecursionConfig', 'GetFunctionScalingConfig', 'GetRuntimeManagementConfig'),
    ...of(
      'lambda',
      'ListTags',
      'PutFunctionConcurrency',
      'TagResource',
      'UntagResource',
      'UpdateFunctionCode',
      'UpdateFunctionConfiguration',
    ),
  ],
  // Of a function that has one.
  'AWS::Lambda::Function.VpcConfig': of('ec2', 'DescribeSecurityGroups', 'DescribeSubnets', 'DescribeVpcs'),
  'AWS::Lambda::Permission': of('lambda', 'AddPermission', 'GetPolicy', 'RemovePermission'),
  'AWS::Lambda::Version': [
    ...of('lambda', 'DeleteFunction', 'GetFunctionConfiguration', 'GetFunctionScalingConfig'),
    ...of(
      'lambda',
      'GetProvisionedConcurrencyConfig',
      'GetRuntimeManagementConfig',
      'ListVersionsByFunction',
      'PublishVersion',
    ),
  ],
  'AWS::Logs::LogGroup': [
    ...of(
      'logs',
      'AssociateKmsKey',
      'CreateLogGroup',
      'DeleteLogGroup',
      'DeleteRetentionPolicy',
      'DescribeIndexPolicies',
    ),
    ...of('logs', 'DescribeLogGroups', 'DescribeResourcePolicies', 'DisassociateKmsKey', 'GetDataProtectionPolicy'),
    ...of('logs', 'PutRetentionPolicy', ...tags()),
  ],
  'AWS::Logs::MetricFilter': of('logs', 'DeleteMetricFilter', 'DescribeMetricFilters', 'PutMetricFilter'),
  'AWS::Logs::QueryDefinition': of('logs', 'DeleteQueryDefinition', 'DescribeQueryDefinitions', 'PutQueryDefinition'),
  'AWS::Route53::RecordSet': [
    ...of('route53', 'ChangeResourceRecordSets', 'GetChange', 'GetHostedZone', 'ListResourceRecordSets'),
  ],
  'AWS::S3::Bucket': [
    ...of('s3', 'CreateBucket', 'DeleteBucket', 'DeleteBucketCors', 'DeleteBucketEncryption', 'DeleteBucketLifecycle'),
    ...of('s3', 'GetBucketCORS', 'GetBucketLogging', 'GetBucketNotification', 'GetBucketOwnershipControls'),
    ...of('s3', 'GetBucketPublicAccessBlock', 'GetBucketTagging', 'GetBucketVersioning', 'GetEncryptionConfiguration'),
    ...of('s3', 'GetLifecycleConfiguration', 'ListBucket', 'PutBucketCORS', 'PutBucketLogging'),
    ...of('s3', 'PutBucketNotification', 'PutBucketOwnershipControls', 'PutBucketPublicAccessBlock'),
    ...of('s3', 'PutBucketTagging', 'PutBucketVersioning', 'PutEncryptionConfiguration', 'PutLifecycleConfiguration'),
  ],
  'AWS::S3::BucketPolicy': of('s3', 'DeleteBucketPolicy', 'GetBucketPolicy', 'PutBucketPolicy'),
  'AWS::SecretsManager::ResourcePolicy': [
    ...of('secretsmanager', 'DeleteResourcePolicy', 'GetResourcePolicy', 'PutResourcePolicy'),
  ],
  'AWS::SecretsManager::RotationSchedule': [
    ...of('secretsmanager', 'CancelRotateSecret', 'DescribeSecret', 'RotateSecret'),
    'lambda:InvokeFunction',
  ],
  'AWS::SecretsManager::Secret': [
    ...of('secretsmanager', 'CreateSecret', 'DeleteSecret', 'DescribeSecret', 'GetRandomPassword', 'GetSecretValue'),
    ...of('secretsmanager', 'TagResource', 'UntagResource', 'UpdateSecret'),
  ],
  'AWS::SNS::Subscription': [
    ...of('sns', 'GetSubscriptionAttributes', 'ListSubscriptionsByTopic', 'SetSubscriptionAttributes', 'Subscribe'),
    'sns:Unsubscribe',
  ],
  'AWS::SNS::Topic': [
    ...of('sns', 'CreateTopic', 'DeleteTopic', 'GetDataProtectionPolicy', 'GetTopicAttributes'),
    ...of('sns', 'ListSubscriptionsByTopic', 'SetTopicAttributes', ...tags()),
    ...of('kms', 'Decrypt', 'GenerateDataKey'),
  ],
  'AWS::SNS::TopicPolicy': of('sns', 'GetTopicAttributes', 'SetTopicAttributes'),
  'AWS::Scheduler::Schedule': [
    ...of('scheduler', 'CreateSchedule', 'DeleteSchedule', 'GetSchedule', 'UpdateSchedule'),
    'iam:PassRole',
  ],
  // CloudFormation calls the function behind it.
  'Custom::Trigger': of('lambda', 'InvokeFunction'),
  'AWS::SQS::Queue': [
    ...of('sqs', 'CreateQueue', 'DeleteQueue', 'GetQueueAttributes', 'GetQueueUrl', 'ListQueueTags'),
    ...of('sqs', 'SetQueueAttributes', 'TagQueue', 'UntagQueue'),
  ],
  'AWS::SQS::QueuePolicy': of('sqs', 'SetQueueAttributes'),
};

/** Actions that Lambda also wants of whoever attaches a function to a VPC. */
export const NETWORK_ACTIONS: readonly string[] = of(
  'ec2',
  'DescribeSecurityGroups',
  'DescribeSubnets',
  'DescribeVpcs',
);

/** Actions on buckets, and on functions, that are called after their stack. */
export const OWN_ACTIONS: ReadonlySet<string> = new Set(
  ['AWS::S3::Bucket', 'AWS::S3::BucketPolicy', 'Custom::Trigger'].flatMap((type) => ACTIONS[type] ?? []),
);

function of(service: string, ...actions: readonly string[]): string[] {
  return actions.map((action) => `${service}:${action}`);
}

/** API Gateway names its actions after the methods of HTTP. */
function api(): string[] {
  return of('apigateway', 'DELETE', 'GET', 'PATCH', 'POST', 'PUT', 'TagResource', 'UntagResource');
}

function tags(): string[] {
  return ['ListTagsForResource', 'TagResource', 'UntagResource'];
}
