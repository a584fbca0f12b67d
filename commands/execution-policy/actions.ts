/**
 * What CloudFormation calls to create, read, update and delete a resource of each type, as far as this app sets its
 * properties: the `permissions` of the handlers in CloudFormation's resource schemas, and what API Gateway asks of whoever
 * switches its logs on.
 *
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-template-resource-type-ref.html
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
    ...of('codedeploy', 'GetApplicationRevision', 'RegisterApplicationRevision'),
  ],
  'AWS::IAM::Policy': of('iam', 'DeleteRolePolicy', 'GetRole', 'GetRolePolicy', 'PutRolePolicy'),
  'AWS::IAM::Role': [
    ...of('iam', 'AttachRolePolicy', 'CreateRole', 'DeleteRole', 'DeleteRolePolicy', 'DetachRolePolicy', 'GetRole'),
    ...of('iam', 'GetRolePolicy', 'ListAttachedRolePolicies', 'ListRolePolicies', 'PutRolePolicy', 'TagRole'),
    ...of('iam', 'UntagRole', 'UpdateAssumeRolePolicy', 'UpdateRole', 'UpdateRoleDescription'),
    'iam:PassRole',
  ],
  'AWS::KMS::Key': [
    ...of('kms', 'CreateKey', 'DescribeKey', 'DisableKey', 'DisableKeyRotation', 'EnableKey', 'EnableKeyRotation'),
    ...of('kms', 'GetKeyPolicy', 'GetKeyRotationStatus', 'ListResourceTags', 'PutKeyPolicy', 'ScheduleKeyDeletion'),
    ...of('kms', 'TagResource', 'UntagResource', 'UpdateKeyDescription'),
  ],
  'AWS::Lambda::Alias': of('lambda', 'CreateAlias', 'DeleteAlias', 'GetAlias', 'UpdateAlias'),
  'AWS::Lambda::Function': [
    ...of('lambda', 'CreateFunction', 'DeleteFunction', 'DeleteFunctionConcurrency', 'GetFunction'),
    ...of('lambda', 'GetFunctionCodeSigningConfig', 'GetFunctionConcurrency', 'GetFunctionConfiguration'),
    ...of('lambda', 'GetFunctionRecursionConfig', 'GetRuntimeManagementConfig', 'ListTags', 'PutFunctionConcurrency'),
    ...of('lambda', 'TagResource', 'UntagResource', 'UpdateFunctionCode', 'UpdateFunctionConfiguration'),
  ],
  'AWS::Lambda::Permission': of('lambda', 'AddPermission', 'GetPolicy', 'RemovePermission'),
  'AWS::Lambda::Version': [
    ...of('lambda', 'DeleteFunction', 'GetFunctionConfiguration', 'GetProvisionedConcurrencyConfig'),
    ...of('lambda', 'GetRuntimeManagementConfig', 'ListVersionsByFunction', 'PublishVersion'),
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
};

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
