import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type FakeAnswer, xmlError, xmlResult } from './fake-answer';
import { FakeCloudFormation } from './fake-cloudformation';

/** The account that every credential belongs to, unless told otherwise. */
export const ACCOUNT = '123456789012';

const REGION = 'eu-west-1';

/**
 * As much of STS, SSM, S3, Lambda and CloudFormation as `cdk bootstrap`, `npm run deploy` and `cdk destroy` ask for. Of what bootstrapping creates,
 * roles, bucket and version are there once the bootstrap stack is, and not before. What it does not know it answers with
 * an error that names it.
 */
export class FakeAws {
  /** Every API action that was asked for, in order: `CreateChangeSet`, `PUT /bucket/key`. */
  readonly actions: string[] = [];
  private readonly objects = new Map<string, string>();
  /** Answer of Lambda about the account. Tests set it. */
  accountLimit = { ConcurrentExecutions: 1000, UnreservedConcurrentExecutions: 1000 };
  readonly cloudFormation: FakeCloudFormation;
  private readonly server: Server;

  private constructor(readonly account: string) {
    this.cloudFormation = new FakeCloudFormation(`arn:aws:cloudformation:${REGION}:${account}`, (url) =>
      this.objects.get(decodeURIComponent(new URL(url).pathname)),
    );
    this.server = createServer(async (request, response) => {
      // A fault of the fake is no fault of a server, which clients would try again and again.
      const [status, body] = await this.answer(request).catch((error) =>
        xmlError(400, 'FaultOfTheFake', String(error)),
      );
      response.writeHead(status, { 'content-type': body.startsWith('{') ? 'application/x-amz-json-1.1' : 'text/xml' });
      response.end(body);
    });
  }

  static async start(account = ACCOUNT): Promise<FakeAws> {
    const fake = new FakeAws(account);
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

  /**
   * The template of the stack of this name.
   *
   * @throws Error where no change set for it was executed
   */
  template(stackName: string): { readonly Resources: Record<string, { Type: string; Properties: unknown }> } {
    const template = this.cloudFormation.template(stackName);
    if (!template) {
      throw new Error(`no change set of ${stackName} was executed; the actions were ${this.actions.join(', ')}`);
    }
    return JSON.parse(template);
  }

  private async answer(request: IncomingMessage): Promise<FakeAnswer> {
    const body = (await request.toArray()).join('');
    const target = request.headers['x-amz-target'];
    if (typeof target === 'string') {
      this.actions.push(target);
      return this.ssm(target, JSON.parse(body));
    }
    const parameters = new URLSearchParams(body);
    const action = request.headers['content-type']?.includes('urlencoded') ? parameters.get('Action') : null;
    if (action !== null) {
      this.actions.push(action);
      return (
        this.sts(action, parameters) ??
        this.cloudFormation.answer(action, parameters) ??
        xmlError(400, ...unknown(action))
      );
    }
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://s3');
    this.actions.push(`${request.method} ${pathname}`);
    if (pathname.startsWith('/2016-08-19/account-settings')) {
      return [200, JSON.stringify({ AccountLimit: this.accountLimit })];
    }
    return this.s3(request.method ?? '', decodeURIComponent(pathname), searchParams, body);
  }

  /** The version that the bootstrap stack writes down; undefined before it is there. */
  private bootstrapVersion(): string | undefined {
    const template = this.cloudFormation.template('CDKToolkit');
    return template && /^ {2}CdkBootstrapVersion:$.*?^ {6}Value: "(\d+)"$/ms.exec(template)?.[1];
  }

  private ssm(target: string, { Name }: { readonly Name?: string }): FakeAnswer {
    if (target !== 'AmazonSSM.GetParameter') {
      const [__type, message] = unknown(target);
      return [400, JSON.stringify({ __type, message })];
    }
    const Value = this.bootstrapVersion();
    return Value === undefined || Name !== '/cdk-bootstrap/hnb659fds/version'
      ? [400, JSON.stringify({ __type: 'ParameterNotFound', message: `no ${Name}` })]
      : [200, JSON.stringify({ Parameter: { Name, Value } })];
  }

  private sts(action: string, parameters: URLSearchParams): FakeAnswer | undefined {
    switch (action) {
      case 'GetCallerIdentity':
        return xmlResult(
          action,
          `<Account>${this.account}</Account><Arn>arn:aws:iam::${this.account}:user/test</Arn><UserId>test</UserId>`,
        );
      case 'AssumeRole':
        return this.bootstrapVersion() !== undefined && parameters.get('RoleArn')?.includes(`::${this.account}:`)
          ? xmlResult(
              action,
              '<Credentials><AccessKeyId>AKIATEST</AccessKeyId><SecretAccessKey>test</SecretAccessKey><SessionToken>test</SessionToken><Expiration>2099-01-01T00:00:00Z</Expiration></Credentials>',
            )
          : xmlError(403, 'AccessDenied', 'there is no such role, or it is in another account');
      default:
        return undefined;
    }
  }

  private s3(method: string, path: string, query: URLSearchParams, body: string): FakeAnswer {
    if (this.bootstrapVersion() === undefined) {
      return [404, '<Error><Code>NoSuchBucket</Code><Message>The specified bucket does not exist</Message></Error>'];
    }
    if (method === 'PUT') {
      this.objects.set(path, body);
      return [200, ''];
    }
    if (query.has('list-type')) {
      const key = query.get('prefix') ?? '';
      const isThere = this.objects.has(`${path.replace(/\/?$/, '/')}${key}`);
      return [200, `<ListBucketResult>${isThere ? `<Contents><Key>${key}</Key></Contents>` : ''}</ListBucketResult>`];
    }
    if (query.has('location')) {
      return [200, `<LocationConstraint>${REGION}</LocationConstraint>`];
    }
    if (query.has('encryption')) {
      return [404, '<Error><Code>ServerSideEncryptionConfigurationNotFoundError</Code><Message>none</Message></Error>'];
    }
    const [code, message] = unknown(`${method} ${path}?${query}`);
    return [400, `<Error><Code>${code}</Code><Message>${message}</Message></Error>`];
  }
}

function unknown(action: string): [code: string, message: string] {
  return ['UnknownOperation', `the fake knows no ${action}`];
}
