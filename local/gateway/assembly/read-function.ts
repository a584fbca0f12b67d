import { createHash, randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { keep } from '../function/caretaker';
import type { FunctionModel } from '../model';
import { readOrReason } from './not-emulated';
import type { FunctionReference } from './read-invokers';
import { functionArn } from './references';
import type { Resource, Stack } from './stack';
import { isRecord, type StackEnvironment, UNKNOWN_ACCOUNT } from './template';

/** They would change what the code finds around it. */
const CONSEQUENTIAL = ['CapacityProviderConfig', 'DurableConfig', 'FileSystemConfigs', 'Layers'];
const DEFAULT_TIMEOUT_S = 3;
const DEFAULT_MEMORY_MIB = 128;

/**
 * A Lambda function of the assembly, whichever of its stacks it stands in.
 *
 * @throws NotEmulatedError when it is not one of zipped Node.js code, or holds what is known only once it is deployed
 */
export function readFunction(
  stacks: readonly Stack[],
  integration: Resource,
  invoked: FunctionReference,
): FunctionModel {
  const found = findFunction(stacks, invoked);
  if (!found) {
    throw integration.notEmulated(`IntegrationUri: the function ${invoked.name} is not in the assembly`);
  }
  if (found.string('PackageType') === 'Image') {
    throw found.notEmulated('PackageType Image is not emulated');
  }
  for (const property of CONSEQUENTIAL) {
    if (found.propertyNames.includes(property) && found.read(property) !== undefined) {
      throw found.notEmulated(`${property} is not emulated`);
    }
  }
  const runtime = found.string('Runtime') ?? 'none';
  if (!/^nodejs\d+\.x$/.test(runtime)) {
    throw found.notEmulated(`Runtime ${runtime} is not emulated`);
  }
  const logging = found.record('LoggingConfig');
  const logLevel = logging['ApplicationLogLevel'];
  const reservedConcurrency = found.number('ReservedConcurrentExecutions');
  return {
    id: found.physicalId,
    name: invoked.name,
    arn: invoked.arn,
    version: invoked.qualifier === undefined ? '$LATEST' : '1',
    region: found.artifact.environment.region,
    codeDir: readCodeDir(found),
    handler: found.string('Handler') ?? '',
    runtime,
    timeoutMs: (found.number('Timeout') ?? DEFAULT_TIMEOUT_S) * 1000,
    memoryMiB: found.number('MemorySize') ?? DEFAULT_MEMORY_MIB,
    ...(reservedConcurrency !== undefined && { reservedConcurrency }),
    environment: readEnvironment(found),
    logGroup: typeof logging['LogGroup'] === 'string' ? logging['LogGroup'] : `/aws/lambda/${invoked.name}`,
    logFormat: logging['LogFormat'] === 'JSON' ? 'JSON' : 'Text',
    ...(typeof logLevel === 'string' && { logLevel }),
  };
}

/** The function that an ARN names. */
function findFunction(stacks: readonly Stack[], { unqualified }: FunctionReference): Resource | undefined {
  const candidates = stacks.flatMap((stack) => stack.resourcesOf('AWS::Lambda::Function'));
  const named = (accountOf: (environment: StackEnvironment) => string) =>
    candidates.find((candidate) => {
      const name = readOrReason(() => candidate.string('FunctionName') ?? candidate.physicalId);
      const { environment } = candidate.artifact;
      const place = { ...environment, accountId: accountOf(environment) };
      return typeof name === 'string' && functionArn(place, name) === unqualified;
    });
  // An ARN that is written out names the account, which a stack may leave to the deployment.
  const [, , , , account = ''] = unqualified.split(':');
  return (
    named(({ accountId }) => accountId) ??
    named(({ accountId }) => (accountId === UNKNOWN_ACCOUNT ? account : accountId))
  );
}

/** The folder of the function's code: that of the asset it is published from, or one made for code in the template. */
function readCodeDir(found: Resource): string {
  const { S3Key: key, ZipFile: inline } = found.record('Code');
  if (typeof inline === 'string') {
    return inlineCodeDir(inline);
  }
  if (typeof key !== 'string') {
    throw found.notEmulated('Code: only code from an asset or in the template is emulated, it has no S3Key or ZipFile');
  }
  const asset = found.artifact.assets.get(key);
  if (asset?.packaging !== 'zip') {
    throw found.notEmulated(`Code.S3Key: ${key} is not a folder among the assets of the assembly`);
  }
  if (!existsSync(asset.path)) {
    throw found.notEmulated(`Code: there is no folder ${asset.path}; synthesize again, with bundling`);
  }
  return asset.path;
}

function readEnvironment(found: Resource): Readonly<Record<string, string>> {
  const { Variables: variables = {} } = found.record('Environment');
  if (!isRecord(variables)) {
    throw found.notEmulated(`Environment.Variables: ${JSON.stringify(variables)} is not an object`);
  }
  return Object.fromEntries(
    Object.entries(variables).map(([name, value]) => {
      if (typeof value === 'object') {
        throw found.notEmulated(`Environment.Variables.${name}: ${JSON.stringify(value)} is not a string`);
      }
      return [name, String(value)];
    }),
  );
}

/** One folder for all such code, which goes when the process ends. */
let root: string | undefined;

/**
 * The folder of code that a template holds as text (`Code.ZipFile`). CloudFormation puts it into one file, `index.js`, and
 * with no `package.json` beside it that is a CommonJS module. The same code has the same folder.
 *
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-properties-lambda-function-code.html
 */
function inlineCodeDir(code: string): string {
  root ??= keep(join(tmpdir(), `http-api-inline-${randomUUID()}`)).path;
  const folder = join(root, createHash('sha256').update(code).digest('hex').slice(0, 16));
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'index.js'), code);
  return folder;
}
