import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { FaultError } from '../../fault';
import { isRecord, type StackEnvironment, type Template, UNKNOWN_ACCOUNT } from './template';

/** A stack of a cloud assembly, as `cdk synth` left it. */
export interface StackArtifact {
  /** As `cdk list` shows it: `Api`, or `Prod/Api` below a stage; of a nested stack `PARENT/LOGICALID`. */
  readonly name: string;
  /** The folder of the assembly, or of the nested assembly, that holds the stack. */
  readonly folder: string;
  readonly template: Template;
  readonly environment: StackEnvironment;
  /** The file assets of its assembly, by the object key that a template refers to. */
  readonly assets: ReadonlyMap<string, FileAsset>;
}

export interface FileAsset {
  readonly path: string;
  /** `zip`: the path is a folder that is zipped when it is published. */
  readonly packaging: string;
}

const fix = 'run "npx cdk synth", or name the folder that it wrote';

/**
 * The stacks of a cloud assembly, those of nested assemblies (`Stage`s) included.
 *
 * @throws FaultError
 * @see https://github.com/aws/aws-cdk-cli/tree/main/packages/@aws-cdk/cloud-assembly-schema
 */
export function readStacks(folder: string): StackArtifact[] {
  const path = join(resolve(folder), 'manifest.json');
  if (!existsSync(path)) {
    const isFolder = statSync(folder, { throwIfNoEntry: false })?.isDirectory();
    const got = isFolder ? 'a folder without manifest.json' : isFolder === false ? 'a file' : 'no such folder';
    throw new FaultError({ what: `Cloud assembly ${folder}`, got, expected: 'the output of cdk synth', fix });
  }
  const artifacts = Object.entries(records(readJson(path), 'artifacts', path));
  const assets = new Map(
    artifacts.flatMap(([, { type, properties }]) =>
      type === 'cdk:asset-manifest' ? readAssets(member(properties, 'file', path), path) : [],
    ),
  );
  return artifacts.flatMap(([id, artifact]) => {
    const { type, properties } = artifact;
    if (type === 'cdk:cloud-assembly') {
      return readStacks(join(dirname(path), member(properties, 'directoryName', path)));
    }
    if (type !== 'aws:cloudformation:stack') {
      return [];
    }
    const stack = isRecord(properties) ? properties : {};
    return [
      {
        name: typeof artifact['displayName'] === 'string' ? artifact['displayName'] : id,
        folder: dirname(path),
        template: readTemplate(join(dirname(path), member(stack, 'templateFile', path))),
        environment: {
          ...environmentOf(artifact['environment']),
          stackName: typeof stack['stackName'] === 'string' ? stack['stackName'] : id,
        },
        assets,
      },
    ];
  });
}

/**
 * A template of the assembly.
 *
 * @throws FaultError
 */
export function readTemplate(path: string): Template {
  const template = readJson(path);
  for (const section of ['Parameters', 'Mappings', 'Outputs']) {
    records(template, section, path, {});
  }
  // A stack may be empty; the CDK then writes no Resources.
  const resources = records(template, 'Resources', path, {});
  for (const [id, { Type: type }] of Object.entries(resources)) {
    if (typeof type !== 'string') {
      const got = String(JSON.stringify(type));
      throw new FaultError({ what: `${path}: Resources.${id}.Type`, got, expected: 'a resource type', fix });
    }
  }
  return { ...template, Resources: resources } as unknown as Template;
}

/** The assets of a manifest such as `Api.assets.json`. Docker images are not among them. */
function readAssets(file: string, manifestPath: string): [key: string, asset: FileAsset][] {
  const path = join(dirname(manifestPath), file);
  return Object.values(records(readJson(path), 'files', path, {})).flatMap(({ source, destinations }) => {
    if (!isRecord(source) || typeof source['path'] !== 'string' || !isRecord(destinations)) {
      return [];
    }
    const asset = { path: resolve(dirname(path), source['path']), packaging: String(source['packaging']) };
    return Object.values(destinations).flatMap((destination): [string, FileAsset][] =>
      isRecord(destination) ? [[String(destination['objectKey']), asset]] : [],
    );
  });
}

/** The account and region of `aws://ACCOUNT/REGION`; stand-ins where they are left to the deployment. */
function environmentOf(environment: unknown): { readonly accountId: string; readonly region: string } {
  const [, accountId = '', region = ''] = /^aws:\/\/([^/]+)\/(.+)$/.exec(String(environment)) ?? [];
  return {
    accountId: /^\d{12}$/.test(accountId) ? accountId : UNKNOWN_ACCOUNT,
    region: region === '' || region === 'unknown-region' ? 'us-east-1' : region,
  };
}

function readJson(path: string): Readonly<Record<string, unknown>> {
  let value: unknown;
  try {
    value = JSON.parse(readFileSync(path, 'utf8'));
  } catch (cause) {
    // The message quotes what it could not read, line ends included.
    const got = (cause as Error).message.replace(/\s+/g, ' ');
    throw new FaultError({ what: path, got, expected: 'a JSON file that cdk synth wrote', fix }, { cause });
  }
  if (!isRecord(value)) {
    throw new FaultError({ what: path, got: JSON.stringify(value), expected: 'a JSON object', fix });
  }
  return value;
}

/** A member that is an object of objects. */
function records(
  holder: Readonly<Record<string, unknown>>,
  name: string,
  path: string,
  absent?: Readonly<Record<string, never>>,
): Readonly<Record<string, Readonly<Record<string, unknown>>>> {
  const value = holder[name] ?? absent;
  if (!isRecord(value) || !Object.values(value).every(isRecord)) {
    const got = String(JSON.stringify(value));
    throw new FaultError({ what: `${path}: ${name}`, got, expected: 'objects by name', fix });
  }
  return value as Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

function member(holder: unknown, name: string, path: string): string {
  const value = isRecord(holder) ? holder[name] : undefined;
  if (typeof value !== 'string') {
    const got = String(JSON.stringify(value));
    throw new FaultError({ what: `${path}: ${name}`, got, expected: 'a file name', fix });
  }
  return value;
}
