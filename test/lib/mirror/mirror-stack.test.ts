import { Match, Template } from 'aws-cdk-lib/assertions';
import { environments, project } from '../../../config/environments';
import { functions } from '../../../config/functions';
import { routes } from '../../../config/routes';
import { addMirror, addStacks } from '../../../lib/add-mirror';
import { resolveConfig } from '../../../lib/config/resolve';
import { MIRROR, MIRRORED } from '../../support/mirror';
import { synthesizeMirror, testApp } from '../../support/synth';
import { denies } from './bucket-policy';

const template = synthesizeMirror();
const bare = synthesizeMirror({
  issuerMirror: { certificateArn: MIRROR.certificateArn, vpc: { ...MIRROR.vpc, s3RouteTableIds: undefined } },
});

const DOCUMENTS = ['oauth2/token/.well-known/openid-configuration', 'oauth2/jwks'];

type Resource = ReturnType<Template['findResources']>[string];

/** The only resource of a type whose logical id begins so. */
function only(type: string, id = '', of: Template = template): Resource & { readonly id: string } {
  const found = Object.entries(of.findResources(type)).filter(([logicalId]) => logicalId.startsWith(id));
  expect(found).toHaveLength(1);
  const [[logicalId = '', resource] = []] = found;
  return { ...resource, id: logicalId };
}

/** A value of the template as a text: `BUCKET` for the bucket's ARN, and the logical id for any other. */
function text(value: unknown): string {
  if (typeof value === 'string') {
    return value;
  }
  const { 'Fn::Join': join, 'Fn::GetAtt': attribute, Ref } = value as Resource;
  if (join) {
    return join[1].map(text).join(join[0]);
  }
  const id: string = attribute?.[0] ?? Ref;
  return id.startsWith('BucketDocuments') ? 'BUCKET' : id;
}

/** Rights of a role, a line for each statement. */
function permissionsOf(role: string): string[] {
  return Object.values(template.findResources('AWS::IAM::Policy'))
    .filter(({ Properties }) => Properties.Roles.some(({ Ref }: { Ref: string }) => Ref.startsWith(role)))
    .flatMap(({ Properties }) => Properties.PolicyDocument.Statement)
    .map(({ Effect, Action, Resource, Condition }) =>
      [
        Effect,
        [Action].flat().join(' '),
        'on',
        [Resource].flat().map(text).sort().join(' '),
        ...(Condition ? [JSON.stringify(Condition)] : []),
      ].join(' '),
    );
}

const ATTACH =
  'ec2:AssignPrivateIpAddresses ec2:CreateNetworkInterface ec2:DeleteNetworkInterface ec2:DescribeNetworkInterfaces ec2:DescribeSubnets ec2:UnassignPrivateIpAddresses';

describe('the publisher', () => {
  const { id, Properties } = only('AWS::Lambda::Function', 'PublisherPublish');

  test('may read and write the two documents and write its log, and what Lambda may do to attach it, its code may not', () => {
    expect(permissionsOf('PublisherPublishRole')).toEqual([
      'Allow logs:CreateLogStream logs:PutLogEvents on Log95422804',
      `Allow ${ATTACH} on *`,
      `Deny ${ATTACH} on * {"Null":{"lambda:SourceFunctionArn":"false"}}`,
      `Allow s3:GetObject s3:PutObject on ${DOCUMENTS.map((key) => `BUCKET/${key}`)
        .sort()
        .join(' ')}`,
    ]);
    const { Properties: role } = only('AWS::IAM::Role', 'PublisherPublishRole');
    expect(role).not.toHaveProperty('ManagedPolicyArns');
    expect(role).not.toHaveProperty('Policies');
  });

  test('runs in the network that is given', () => {
    expect(Properties['VpcConfig']).toEqual({
      SubnetIds: MIRROR.vpc.subnetIds,
      SecurityGroupIds: MIRROR.vpc.securityGroupIds,
    });
  });

  test('is told the issuer, the bucket and the keys that may be published', () => {
    const { MIRROR: settings, ...others } = Properties['Environment'].Variables;
    expect(JSON.parse(text(settings))).toEqual({
      issuer: 'https://is.dev.example.com/oauth2/token',
      bucket: 'BUCKET',
      kids: ['one_RS256'],
    });
    expect(others).toEqual({
      NODE_OPTIONS: '--enable-source-maps',
      POWERTOOLS_SERVICE_NAME: 'issuer-mirror',
      POWERTOOLS_METRICS_NAMESPACE: 'wso2-http-api-dev-mirror',
    });
  });

  test('runs every five minutes, started again twice at most and never late, and is retried by nobody else', () => {
    const { Properties: schedule } = only('AWS::Scheduler::Schedule');
    expect(schedule).toMatchObject({
      ScheduleExpression: 'rate(5 minutes)',
      FlexibleTimeWindow: { Mode: 'OFF' },
      Target: {
        Arn: { 'Fn::GetAtt': [id, 'Arn'] },
        RetryPolicy: { MaximumRetryAttempts: 2, MaximumEventAgeInSeconds: 300 },
      },
    });
    expect(only('AWS::Lambda::EventInvokeConfig').Properties).toMatchObject({
      FunctionName: { Ref: id },
      MaximumRetryAttempts: 0,
      MaximumEventAgeInSeconds: 300,
    });
  });

  test('is started by a role that may start it alone, and that only schedules of this account take', () => {
    expect(permissionsOf('PublisherScheduler')).toEqual([`Allow lambda:InvokeFunction on ${id}`]);
    const { Properties: role } = only('AWS::IAM::Role', 'PublisherScheduler');
    expect(role['AssumeRolePolicyDocument'].Statement).toEqual([
      {
        Action: 'sts:AssumeRole',
        Effect: 'Allow',
        Principal: { Service: 'scheduler.amazonaws.com' },
        Condition: { StringEquals: { 'aws:SourceAccount': '111111111111' } },
      },
    ]);
  });

  test('gets a way to S3 that lets through the two documents alone, where it is asked for', () => {
    const { Properties: endpoint } = only('AWS::EC2::VPCEndpoint');
    expect(endpoint).toMatchObject({
      ServiceName: 'com.amazonaws.eu-west-1.s3',
      VpcEndpointType: 'Gateway',
      VpcId: MIRROR.vpc.id,
      RouteTableIds: MIRROR.vpc.s3RouteTableIds,
    });
    const [statement, ...more] = endpoint['PolicyDocument'].Statement;
    expect(more).toEqual([]);
    expect(statement).toMatchObject({ Effect: 'Allow', Action: ['s3:GetObject', 's3:PutObject'] });
    expect(statement.Resource.map(text).sort()).toEqual(DOCUMENTS.map((key) => `BUCKET/${key}`).sort());
    bare.resourceCountIs('AWS::EC2::VPCEndpoint', 0);
  });
});

describe('the bucket', () => {
  const { Statement } = only('AWS::S3::BucketPolicy').Properties['PolicyDocument'];
  const publisher = only('AWS::IAM::Role', 'PublisherPublishRole').id;
  const cron = 'arn:aws:iam::111111111111:role/cron';
  const isDenied = (action: string, key: string, principalArn?: string) =>
    denies(Statement, { action, key, ...(principalArn && { principalArn }) }, text);

  test.each(['s3:PutObject', 's3:DeleteObject', 's3:DeleteObjectVersion', 's3:PutObjectAcl', 's3:ReplicateObject'])(
    'refuses %s of everybody but the publishers, whatever IAM allows them',
    (action) => {
      for (const key of DOCUMENTS) {
        expect(isDenied(action, key, 'arn:aws:iam::111111111111:role/Administrator')).toBe(true);
        expect(isDenied(action, key, 'arn:aws:iam::111111111111:root')).toBe(true);
        expect(isDenied(action, key)).toBe(true);
      }
    },
  );

  test('takes the two documents, and no other object, from the publishers', () => {
    for (const principal of [publisher, cron]) {
      expect(DOCUMENTS.map((key) => isDenied('s3:PutObject', key, principal))).toEqual([false, false]);
      expect(isDenied('s3:PutObject', 'oauth2/jwks2', principal)).toBe(true);
      expect(isDenied('s3:PutObject', 'index.html', principal)).toBe(true);
    }
  });

  test('lets the other publishers read and write the two documents', () => {
    const [allowed] = Statement.filter(({ Sid }: { Sid?: string }) => Sid === 'OtherPublishers');
    expect(allowed).toMatchObject({
      Effect: 'Allow',
      Principal: { AWS: cron },
      Action: ['s3:GetObject', 's3:PutObject'],
    });
    expect(allowed.Resource.map(text).sort()).toEqual(DOCUMENTS.map((key) => `BUCKET/${key}`).sort());
    const without = only('AWS::S3::BucketPolicy', '', bare).Properties['PolicyDocument'].Statement;
    expect(without.map(({ Sid }: { Sid?: string }) => Sid)).not.toContain('OtherPublishers');
  });

  test('is read by its distribution alone, and by nobody without TLS', () => {
    const allowed = Statement.filter(
      ({ Effect, Sid }: { Effect: string; Sid?: string }) => Effect === 'Allow' && Sid !== 'OtherPublishers',
    );
    expect(allowed).toEqual([
      expect.objectContaining({
        Action: 's3:GetObject',
        Principal: { Service: 'cloudfront.amazonaws.com' },
        Condition: { StringEquals: { 'AWS:SourceArn': expect.anything() } },
      }),
    ]);
    expect(text(allowed[0].Condition.StringEquals['AWS:SourceArn'])).toMatch(
      /^arn:AWS::Partition:cloudfront::AWS::AccountId:distribution\/PublicDistribution\w+$/,
    );
    expect(Statement).toContainEqual(
      expect.objectContaining({
        Effect: 'Deny',
        Action: 's3:*',
        Principal: { AWS: '*' },
        Condition: { Bool: { 'aws:SecureTransport': 'false' } },
      }),
    );
  });

  test('is private, versioned, kept, and of the namespace of the account', () => {
    template.hasResource('AWS::S3::Bucket', {
      DeletionPolicy: 'RetainExceptOnCreate',
      UpdateReplacePolicy: 'Retain',
      Properties: {
        BucketName: Match.absent(),
        BucketNamespace: 'account-regional',
        BucketNamePrefix: 'wso2-http-api-dev-mirror',
        VersioningConfiguration: { Status: 'Enabled' },
        PublicAccessBlockConfiguration: {
          BlockPublicAcls: true,
          BlockPublicPolicy: true,
          IgnorePublicAcls: true,
          RestrictPublicBuckets: true,
        },
        OwnershipControls: { Rules: [{ ObjectOwnership: 'BucketOwnerEnforced' }] },
        BucketEncryption: {
          ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } }],
        },
      },
    });
  });
});

describe('the distribution', () => {
  const { Properties } = only('AWS::CloudFront::Distribution');

  test("answers at the issuer's host under the given certificate, over TLS 1.2 or newer", () => {
    expect(Properties['DistributionConfig']).toMatchObject({
      Aliases: ['is.dev.example.com'],
      ViewerCertificate: {
        AcmCertificateArn: MIRROR.certificateArn,
        MinimumProtocolVersion: 'TLSv1.2_2021',
        SslSupportMethod: 'sni-only',
      },
    });
  });

  test('serves what it is asked for and nothing in its place: no redirect, compression, error page, filter or default page', () => {
    const { DistributionConfig } = Properties;
    expect(DistributionConfig.DefaultCacheBehavior).toMatchObject({
      ViewerProtocolPolicy: 'https-only',
      AllowedMethods: ['GET', 'HEAD'],
      Compress: false,
    });
    for (const other of ['CustomErrorResponses', 'DefaultRootObject', 'WebACLId', 'Restrictions', 'CacheBehaviors']) {
      expect(DistributionConfig).not.toHaveProperty(other);
    }
  });

  test('reads the bucket by origin access control', () => {
    const { Origins } = Properties['DistributionConfig'];
    expect(Origins).toEqual([
      expect.objectContaining({
        OriginAccessControlId: { 'Fn::GetAtt': [only('AWS::CloudFront::OriginAccessControl').id, 'Id'] },
      }),
    ]);
  });

  test('caches for a minute, five at most, whatever stands in the request', () => {
    expect(only('AWS::CloudFront::CachePolicy').Properties['CachePolicyConfig']).toMatchObject({
      MinTTL: 0,
      DefaultTTL: 60,
      MaxTTL: 300,
      ParametersInCacheKeyAndForwardedToOrigin: {
        CookiesConfig: { CookieBehavior: 'none' },
        HeadersConfig: { HeaderBehavior: 'none' },
        QueryStringsConfig: { QueryStringBehavior: 'none' },
      },
    });
  });

  test('has names of its environment where an account has each name once', () => {
    const nameOf = (type: string, config: string, of: Template) => only(type, '', of).Properties[config].Name;
    for (const each of [template, bare]) {
      expect(nameOf('AWS::CloudFront::CachePolicy', 'CachePolicyConfig', each)).toBe('wso2-http-api-dev-mirror');
      expect(nameOf('AWS::CloudFront::OriginAccessControl', 'OriginAccessControlConfig', each)).toBe(
        'wso2-http-api-dev-mirror',
      );
    }
  });

  test('gets a public record where a zone is given, and says where the name has to lead', () => {
    expect(only('AWS::Route53::RecordSet').Properties).toMatchObject({
      Name: 'is.dev.example.com.',
      Type: 'A',
      HostedZoneId: 'Z0123456789ABCDEFGHIJ',
      AliasTarget: { DNSName: { 'Fn::GetAtt': [only('AWS::CloudFront::Distribution').id, 'DomainName'] } },
    });
    bare.resourceCountIs('AWS::Route53::RecordSet', 0);
    bare.hasOutput('MirrorTarget', {
      Value: { 'Fn::GetAtt': [Match.stringLikeRegexp('Distribution'), 'DomainName'] },
    });
  });
});

describe('a deployment', () => {
  const { Resources } = template.toJSON();

  /** Everything that must be there before a resource: what it depends on or names, and so on. */
  function neededBy(id: string, of: Record<string, unknown> = Resources, seen = new Set<string>()): Set<string> {
    const named = JSON.stringify(of[id]).match(/\w+/g) ?? [];
    for (const other of named.filter((word) => word in of && word !== id && !seen.has(word))) {
      seen.add(other);
      neededBy(other, of, seen);
    }
    return seen;
  }

  const first = only('Custom::Trigger', 'PublisherFirstRun');
  const check = only('Custom::Trigger', 'PublicCheck');

  test('publishes once it can, before the distribution is made', () => {
    expect(neededBy(only('AWS::CloudFront::Distribution').id)).toContain(first.id);
    const needed = [...neededBy(first.id)].map((id) => Resources[id].Type);
    for (const type of ['AWS::EC2::VPCEndpoint', 'AWS::S3::Bucket', 'AWS::IAM::Policy', 'AWS::Logs::LogGroup']) {
      expect(needed).toContain(type);
    }
    expect(needed).not.toContain('AWS::CloudFront::Distribution');
  });

  test('reads both documents from outside once the name leads to them, and the distribution may read the bucket', () => {
    const needed = [...neededBy(check.id)].map((id) => Resources[id].Type);
    expect(needed).toContain('AWS::Route53::RecordSet');
    expect(needed).toContain('AWS::S3::BucketPolicy');
    const { Properties } = only('AWS::Lambda::Function', 'CheckFunction');
    expect(Properties).not.toHaveProperty('VpcConfig');
    expect(JSON.parse(Properties['Environment'].Variables.MIRROR)).toEqual({
      issuer: 'https://is.dev.example.com/oauth2/token',
    });
    expect(permissionsOf('CheckRole')).toEqual(['Allow logs:CreateLogStream logs:PutLogEvents on Log95422804']);
  });

  test.each([first, check])(
    'fails where $id does: it waits for the answer of a version of its own',
    ({ Properties }) => {
      expect(Properties).toMatchObject({
        InvocationType: 'RequestResponse',
        ExecuteOnHandlerChange: true,
        HandlerArn: { Ref: expect.stringMatching(/CurrentVersion/) },
      });
      // Longer than the function itself may take.
      expect(Number(Properties['Timeout'])).toBeGreaterThan(60_000);
    },
  );

  test('does not look from outside where nobody knows when the name will lead there', () => {
    bare.resourceCountIs('Custom::Trigger', 1);
  });
});

describe('the alarms', () => {
  const alarm = (name: string, of = template) =>
    Object.values(of.findResources('AWS::CloudWatch::Alarm')).find(({ Properties }) =>
      Properties.AlarmDescription.endsWith(`#${name.toLowerCase()}`),
    )?.['Properties'];
  const OF_THE_MIRROR = {
    Namespace: 'wso2-http-api-dev-mirror',
    Dimensions: [{ Name: 'service', Value: 'issuer-mirror' }],
    Statistic: 'Sum',
    Period: 300,
  };

  test('MirrorStale goes off after a quarter of an hour without a run that ended well, and when nothing is heard', () => {
    expect(alarm('MirrorStale')).toMatchObject({
      ...OF_THE_MIRROR,
      MetricName: 'MirrorRun',
      ComparisonOperator: 'LessThanThreshold',
      Threshold: 1,
      EvaluationPeriods: 3,
      DatapointsToAlarm: 3,
      TreatMissingData: 'breaching',
    });
  });

  test.each(['MirrorRefused', 'MirrorChanged'])('%s goes off at the first one', (name) => {
    expect(alarm(name)).toMatchObject({
      ...OF_THE_MIRROR,
      MetricName: name,
      ComparisonOperator: 'GreaterThanOrEqualToThreshold',
      Threshold: 1,
      EvaluationPeriods: 1,
      TreatMissingData: 'notBreaching',
    });
  });

  test('are there without monitoring, too, and tell a topic of their own with it', () => {
    template.resourceCountIs('AWS::CloudWatch::Alarm', 3);
    template.resourceCountIs('AWS::SNS::Topic', 0);
    const watched = synthesizeMirror({
      monitoring: { emails: ['ops@example.com'], runbookUrl: 'https://git.example.com/runbook' },
    });
    const topic = [{ Ref: only('AWS::SNS::Topic', '', watched).id }];
    for (const { Properties } of Object.values(watched.findResources('AWS::CloudWatch::Alarm'))) {
      expect(Properties).toMatchObject({ AlarmActions: topic, OKActions: topic });
      expect(Properties.AlarmDescription).toMatch(/ What to do: https:\/\/git\.example\.com\/runbook#mirror[a-z]+$/);
    }
    watched.resourceCountIs('AWS::SNS::Subscription', 1);
  });
});

describe('the stack', () => {
  const config = resolveConfig({
    project,
    environments: { ...environments, dev: { ...environments.dev, ...MIRRORED, bootstrapQualifier: 'devapi' } },
    routes,
    functions,
    context: { env: 'dev' },
  });

  test('is deployed before that of the API, in the same place, under the same bootstrap, and is protected from deletion', () => {
    const app = testApp();
    const api = addStacks(app, config, { repository: 'github.com/team/api' });
    const assembly = app.synth();
    const [mirror] = api.dependencies;
    expect(api.dependencies).toHaveLength(1);
    const artifact = assembly.getStackArtifact(mirror?.artifactId ?? '');
    const other = assembly.getStackArtifact(api.artifactId);
    expect(artifact).toMatchObject({
      id: 'Mirror',
      stackName: 'wso2-http-api-dev-mirror',
      terminationProtection: true,
      environment: other.environment,
      assumeRoleArn: other.assumeRoleArn,
      tags: { environment: 'dev', repository: 'github.com/team/api' },
    });
    expect(other.dependencies.map(({ id }) => id)).toContain('Mirror');
  });

  test('changes nothing in the template of the API', () => {
    const { issuerMirror: _, ...environment } = config.environment;
    const [plain, mirrored] = [{ ...config, environment }, config].map((each) =>
      Template.fromStack(addStacks(testApp(), each)).toJSON(),
    );
    expect(mirrored).toEqual(plain);
  });

  test('keeps the logs for as long as those of the API, under the same key', () => {
    const key = 'arn:aws:kms:eu-west-1:111111111111:key/0a1b2c3d-0000-4000-8000-000000000000';
    const keyed = synthesizeMirror({ logRetentionDays: 90, logKeyArn: key });
    expect(only('AWS::Logs::LogGroup', '', keyed).Properties).toMatchObject({ RetentionInDays: 90, KmsKeyId: key });
    const groups = Object.values(keyed.findResources('AWS::Lambda::Function')).flatMap(
      ({ Properties }) => Properties.LoggingConfig?.LogGroup.Ref ?? [],
    );
    expect(groups).toEqual([only('AWS::Logs::LogGroup').id, only('AWS::Logs::LogGroup').id]);
  });

  test('mirrors the issuer of a tenant at the paths of the tenant', () => {
    const tenant = { ...config.environment, issuer: 'https://is.dev.example.com/t/acme.example/oauth2/token' };
    const of = Template.fromStack(addMirror(testApp(), { ...config, environment: tenant }, MIRROR));
    const objects = JSON.stringify(of.toJSON()).match(/"\/t\/[^"]+"/g);
    expect([...new Set(objects)].sort()).toEqual([
      '"/t/acme.example/oauth2/jwks"',
      '"/t/acme.example/oauth2/token/.well-known/openid-configuration"',
    ]);
  });

  test('cuts its name where a bucket has no room for it, and stays one of its own', () => {
    const nameOf = (name: string) => {
      const of = Template.fromStack(addMirror(testApp(), { ...config, name }, MIRROR));
      return only('AWS::S3::Bucket', '', of).Properties['BucketNamePrefix'];
    };
    const [one, other] = [
      nameOf('a-very-long-name-of-an-environment-1'),
      nameOf('a-very-long-name-of-an-environment-2'),
    ];
    for (const name of [one, other]) {
      expect(name).toMatch(/^wso2-http-api-a-very-long-na-[0-9a-f]{8}$/);
      expect(`${name}-111111111111-eu-west-1-an`.length).toBeLessThanOrEqual(63);
    }
    expect(one).not.toBe(other);
  });
});
