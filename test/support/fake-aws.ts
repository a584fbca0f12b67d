import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** The account that every credential belongs to here. */
export const ACCOUNT = '123456789012';

/** An HTTP status and a body. */
type Answer = readonly [status: number, body: string];

interface Stack {
  readonly name: string;
  readonly templateBody?: string;
  readonly templateUrl?: string;
  readonly changeSet: string;
  executed: boolean;
}

/**
 * As much of STS, SSM, S3 and CloudFormation as `cdk bootstrap` and `cdk deploy` ask for. It keeps what it is given, creates
 * nothing, and answers what it does not know with an error that names it.
 */
export class FakeAws {
  /** Every API action that was asked for, in order: `CreateChangeSet`, `PUT /bucket/key`. */
  readonly actions: string[] = [];
  private readonly stacks = new Map<string, Stack>();
  private readonly objects = new Map<string, string>();
  private readonly server: Server;

  private constructor() {
    this.server = createServer((request, response) => {
      void this.answer(request)
        .catch((error: Error): Answer => [500, `<Error>${error.message}</Error>`])
        .then(([status, body]) => respond(response, status, body));
    });
  }

  static async start(): Promise<FakeAws> {
    const fake = new FakeAws();
    await new Promise<void>((resolve) => fake.server.listen(0, '127.0.0.1', resolve));
    return fake;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  /** The template that CloudFormation was told to deploy under this stack name. */
  template(stackName: string): { readonly Resources: Record<string, { Type: string; Properties: unknown }> } {
    const { templateBody, templateUrl } = this.stacks.get(stackName) ?? {};
    const key =
      decodeURIComponent(new URL(templateUrl ?? 'http://none/').pathname)
        .split('/')
        .at(-1) ?? '';
    return JSON.parse(templateBody ?? this.objects.get(key) ?? 'null');
  }

  private async answer(request: IncomingMessage): Promise<Answer> {
    const body = await read(request);
    const target = request.headers['x-amz-target'];
    if (typeof target === 'string') {
      this.actions.push(target);
      return [200, JSON.stringify({ Parameter: { Name: 'version', Value: '30' } })];
    }
    const parameters = new URLSearchParams(body);
    const action = request.headers['content-type']?.includes('urlencoded') ? parameters.get('Action') : null;
    if (action !== null) {
      this.actions.push(action);
      return this.query(action, parameters);
    }
    return this.s3(request, body);
  }

  private s3(request: IncomingMessage, body: string): Answer {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://s3');
    const key = decodeURIComponent(pathname).split('/').at(-1) ?? '';
    this.actions.push(`${request.method} ${pathname}`);
    if (request.method === 'PUT') {
      this.objects.set(key, body);
      return [200, ''];
    }
    if (searchParams.has('list-type')) {
      return [200, '<ListBucketResult><KeyCount>0</KeyCount></ListBucketResult>'];
    }
    if (searchParams.has('location')) {
      return [200, '<LocationConstraint>eu-west-1</LocationConstraint>'];
    }
    return [404, '<Error><Code>NoSuchKey</Code><Message>none</Message></Error>'];
  }

  private query(action: string, parameters: URLSearchParams): Answer {
    const name = stackNameOf(parameters.get('StackName') ?? '');
    const stack = this.stacks.get(name);
    const ok = (result: string): Answer => [
      200,
      `<${action}Response><${action}Result>${result}</${action}Result><ResponseMetadata><RequestId>1</RequestId></ResponseMetadata></${action}Response>`,
    ];
    switch (action) {
      case 'GetCallerIdentity':
        return ok(`<Account>${ACCOUNT}</Account><Arn>arn:aws:iam::${ACCOUNT}:user/test</Arn><UserId>test</UserId>`);
      case 'AssumeRole':
        if (!parameters.get('RoleArn')?.includes(`::${ACCOUNT}:`)) {
          return fail(403, 'AccessDenied', 'the role is in another account');
        }
        return ok(
          `<Credentials><AccessKeyId>AKIATEST</AccessKeyId><SecretAccessKey>test</SecretAccessKey><SessionToken>test</SessionToken><Expiration>2099-01-01T00:00:00Z</Expiration></Credentials>`,
        );
      case 'DescribeStacks':
        return stack
          ? ok(`<Stacks><member>${describe(stack)}</member></Stacks>`)
          : fail(400, 'ValidationError', `Stack with id ${name} does not exist`);
      case 'CreateChangeSet': {
        const templateBody = parameters.get('TemplateBody') ?? undefined;
        const templateUrl = parameters.get('TemplateURL') ?? undefined;
        const changeSet = parameters.get('ChangeSetName') ?? '';
        this.stacks.set(name, { name, templateBody, templateUrl, changeSet, executed: false });
        return ok(`<Id>${changeSetArn(changeSet)}</Id><StackId>${stackArn(name)}</StackId>`);
      }
      case 'DescribeChangeSet':
        return ok(
          `<ChangeSetName>${stack?.changeSet}</ChangeSetName><ChangeSetId>${changeSetArn(stack?.changeSet ?? '')}</ChangeSetId><StackId>${stackArn(name)}</StackId><StackName>${name}</StackName><Status>CREATE_COMPLETE</Status><ExecutionStatus>AVAILABLE</ExecutionStatus><Changes><member><Type>Resource</Type><ResourceChange><Action>Add</Action><LogicalResourceId>Any</LogicalResourceId><ResourceType>AWS::ApiGatewayV2::Api</ResourceType></ResourceChange></member></Changes>`,
        );
      case 'ExecuteChangeSet':
        if (stack) {
          stack.executed = true;
        }
        return ok('');
      case 'DescribeStackEvents':
        return ok('<StackEvents></StackEvents>');
      case 'DescribeEvents':
        return ok('<OperationEvents></OperationEvents>');
      case 'DescribeStackResources':
      case 'ListStackResources':
        return ok('<StackResources></StackResources>');
      case 'GetTemplate':
        return ok('<TemplateBody>{}</TemplateBody>');
      case 'UpdateTerminationProtection':
        return ok(`<StackId>${stackArn(name)}</StackId>`);
      case 'DeleteChangeSet':
      case 'DeleteStack':
        return ok('');
      default:
        return fail(400, 'UnknownAction', `the fake knows no ${action}`);
    }
  }
}

function describe({ name, executed }: Stack): string {
  const outputs =
    name === 'CDKToolkit'
      ? {
          BucketName: `cdk-hnb659fds-assets-${ACCOUNT}-eu-west-1`,
          BucketDomainName: 'assets.example',
          BootstrapVersion: '30',
        }
      : {};
  const members = Object.entries(outputs).map(
    ([key, value]) => `<member><OutputKey>${key}</OutputKey><OutputValue>${value}</OutputValue></member>`,
  );
  return `<StackName>${name}</StackName><StackId>${stackArn(name)}</StackId><CreationTime>2026-01-01T00:00:00Z</CreationTime><StackStatus>${executed ? 'CREATE_COMPLETE' : 'REVIEW_IN_PROGRESS'}</StackStatus><Outputs>${members.join('')}</Outputs>`;
}

/** Callers name a stack by its name or by its ARN. */
function stackNameOf(nameOrArn: string): string {
  return /:stack\/([^/]+)\//.exec(nameOrArn)?.[1] ?? nameOrArn;
}

function stackArn(name: string): string {
  return `arn:aws:cloudformation:eu-west-1:${ACCOUNT}:stack/${name}/1`;
}

function changeSetArn(name: string): string {
  return `arn:aws:cloudformation:eu-west-1:${ACCOUNT}:changeSet/${name}/1`;
}

async function read(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) {
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function respond(response: ServerResponse, status: number, body: string): void {
  response.writeHead(status, { 'content-type': body.startsWith('{') ? 'application/x-amz-json-1.1' : 'text/xml' });
  response.end(body);
}

function fail(status: number, code: string, message: string): Answer {
  return [
    status,
    `<ErrorResponse><Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error></ErrorResponse>`,
  ];
}
