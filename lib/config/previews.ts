import { closest } from '../check/closest';
import type { Environment } from './environment';
import type { FunctionSettings } from './function';
import { laidOver } from './resolve-functions';

/**
 * The part of each member of an environment in its previews. `own`: a preview may have another. `as there`: it is that of the
 * environment. `none`: no two stacks can share it, it wakes people, or it keeps something when the stack is deleted.
 *
 * A member that is new in `Environment` does not compile until it stands here.
 */
export const IN_PREVIEWS = {
  account: 'own',
  region: 'own',
  laptopOnly: 'as there',
  issuer: 'as there',
  issuerMirror: 'none',
  clientIds: 'as there',
  identitySource: 'as there',
  throttle: 'own',
  cors: 'own',
  domain: 'none',
  resourceMetadata: 'as there',
  ipAddressType: 'as there',
  functionMemoryMiB: 'own',
  functionTimeoutSeconds: 'as there',
  integrationTimeoutSeconds: 'as there',
  reservedConcurrency: 'none',
  maxBodyBytes: 'as there',
  monitoring: 'none',
  gradualDelivery: 'none',
  functions: 'own',
  detailedMetrics: 'own',
  tracing: 'own',
  logLevel: 'own',
  logRetentionDays: 'own',
  logKeyArn: 'own',
  bootstrapQualifier: 'own',
  terminationProtection: 'none',
  tags: 'own',
} as const satisfies Record<keyof Environment, 'own' | 'as there' | 'none'>;

/** The members of an environment that its previews may have otherwise. */
export type PreviewMember = {
  [Member in keyof Environment]-?: (typeof IN_PREVIEWS)[Member] extends 'own' ? Member : never;
}[keyof Environment];

/** The members of an environment that have this part in its previews. */
export const membersThatAre = (of: (typeof IN_PREVIEWS)[keyof Environment]) =>
  Object.entries(IN_PREVIEWS).flatMap(([member, part]) => (part === of ? [member] : []));

/**
 * Copies of one environment that come and go, for each pull request, say: `-c env=pr-12`. A preview has a stack of its own, trusts the
 * issuer and the client ids of that environment, and leaves nothing when it is destroyed. It has no domain, no reserved
 * concurrency, no monitoring, no gradual delivery and no protection from deletion, whatever that environment has.
 *
 * Members beside `from` replace those of the environment; `tags` and `functions` are merged into them.
 */
export interface Previews extends Pick<Environment, PreviewMember> {
  /** The name of the environment that they are copies of: one that is deployed, and not protected from deletion. */
  readonly from: string;

  /**
   * True gives each route metrics of its own in CloudWatch.
   *
   * @default false
   */
  readonly detailedMetrics?: boolean;

  /**
   * The days for which access log and function log are kept while the preview is there: destroying it deletes them.
   *
   * @default 3
   */
  readonly logRetentionDays?: number;
}

/** The name of a preview: a number, or a short word. */
const NAME = /^pr-[a-z0-9]{1,20}$/;

/** {@link NAME} in words. */
const NAMES = 'pr-N, N a number or up to 20 lower-case letters and digits';

/** The name of one that stands for all of them, where they are the same. */
export const ANY_PREVIEW = 'pr-0';

/** The tag of a preview's stack and resources, whose value is the preview's name. */
export const PREVIEW_TAG = 'preview';

/** The GitHub environment of all previews, and the name of the role that deploys them. */
export const PREVIEWS = 'previews';

/** The days for which a preview's logs are kept. */
const LOG_RETENTION_DAYS = 3;

/** True where a name is one that a preview may have. */
export function isPreviewName(name: unknown): name is string {
  return typeof name === 'string' && NAME.test(name);
}

/**
 * The names that `-c env` takes, in words.
 *
 * @param names those of `config/environments.ts`
 */
export function environmentNames(names: readonly string[], previews: Previews | undefined): string {
  return `one of ${names.join(', ')}${previews === undefined ? '' : `, or a preview of ${previews.from}: ${NAMES}`}`;
}

/** The name of the environment or the preview that somebody most likely meant; undefined where none is near. */
export function meantEnvironment(
  written: string,
  names: readonly string[],
  previews: Previews | undefined,
): string | undefined {
  const [, preview] = /^(?:pr|preview|mr)[^a-z0-9]*(\d{1,20}|(?<=[^a-z0-9])[a-z0-9]{1,20})$/i.exec(written) ?? [];
  return previews !== undefined && preview !== undefined ? `pr-${preview.toLowerCase()}` : closest(written, names);
}

/** The environment of a preview. */
export function previewOf(name: string, base: Environment, { from: _from, ...own }: Previews): Environment {
  const none = membersThatAre('none');
  const kept = Object.fromEntries(Object.entries(base).filter(([member]) => !none.includes(member)));
  const names = Object.keys({ ...base.functions, ...own.functions });
  return {
    ...(kept as unknown as Environment),
    detailedMetrics: false,
    logRetentionDays: LOG_RETENTION_DAYS,
    ...own,
    functions: Object.fromEntries(
      names.map((name) => [name, unshared(laidOver(base.functions?.[name] ?? {}, own.functions?.[name] ?? {}))]),
    ),
    tags: { ...base.tags, ...own.tags, [PREVIEW_TAG]: name },
  };
}

/** A function without what no two stacks can share, and what alarms are needed for. */
export function unshared<T extends FunctionSettings>(settings: T): T {
  const { reservedConcurrency: _reserved, gradualDelivery: _delivery, ...kept } = settings;
  return kept as T;
}
