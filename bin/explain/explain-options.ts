import { readFileSync } from 'node:fs';
import { type Fault, show } from '../../lib/config/fault';
import type { Config, Route } from '../../lib/config/types';
import type { KeySource } from '../../local/gateway/authorizer/keys';
import { createStaticKeys } from '../../local/gateway/authorizer/static-keys';
import { strictJson } from '../../local/gateway/authorizer/strict-json';
import { CommandError } from '../support/command-error';
import { CONFIG_FLAGS } from '../support/config-flags';
import { bothGiven, type Flags, type FlagValues } from '../support/flags';
import { CA_FLAG } from '../support/issuer-connection';
import { JSON_FLAG } from '../support/json-flag';
import { routeKey } from '../support/route-key';
import { type DecisionTime, readDecisionTime } from './decision-time';

/** What `npm run explain -- …` takes. */
export const EXPLAIN_FLAGS = {
  ...CONFIG_FLAGS,
  route: { type: 'string', value: "'GET /me'", multiple: true, describe: 'a route to look at (default: all)' },
  at: {
    type: 'string',
    value: 'TIME',
    describe: 'the time to decide at: ISO 8601, seconds since 1970, or iat (default: now)',
  },
  jwks: { type: 'string', value: 'FILE', describe: 'a saved key set, so that the issuer is not asked' },
  ...CA_FLAG,
  ...JSON_FLAG,
} as const satisfies Flags;

/** What `npm run explain` was asked for. */
export interface ExplainOptions {
  /** Those to look at, in the order of the configuration. */
  readonly routes: readonly Route[];
  /** @default now */
  readonly at?: DecisionTime;
  /** @default those that the issuer publishes */
  readonly keys?: KeySource;
}

/**
 * Makes options of the flags.
 *
 * @throws CommandError with every fault: an unknown route, a time that is none, a file that is no key set, `--ca` where
 * the issuer is not asked
 */
export function explainOptions({ flags }: FlagValues<typeof EXPLAIN_FLAGS>, config: Config): ExplainOptions {
  const faults: Fault[] = [];
  const unless = <T extends object>(value: T | Fault): T | undefined => {
    if ('fix' in value) {
      faults.push(value);
      return undefined;
    }
    return value;
  };
  const known = config.routes.map(routeKey);
  for (const asked of flags.route.filter((key) => !known.includes(key))) {
    faults.push({
      what: '--route',
      got: show(asked),
      expected: `one of ${known.join(', ')}`,
      fix: 'write it as config/routes.ts has it, in quotes, or leave --route out',
    });
  }
  const at = flags.at === undefined ? undefined : unless(readDecisionTime(flags.at));
  const keys = flags.jwks === undefined ? undefined : unless(readKeys(flags.jwks));
  if (flags.jwks !== undefined && flags.ca !== undefined) {
    faults.push(bothGiven('--ca', '--jwks'));
  }
  if (faults.length > 0) {
    throw new CommandError(faults);
  }
  const routes = config.routes.filter((route) => flags.route.length === 0 || flags.route.includes(routeKey(route)));
  return { routes, at, keys };
}

function readKeys(file: string): KeySource | Fault {
  const fault = (got: string): Fault => ({
    what: `--jwks ${file}`,
    got,
    expected: 'a JSON Web Key Set: an object whose "keys" is an array',
    fix: 'save what the issuer publishes: curl -o jwks.json https://HOST/oauth2/jwks',
  });
  let content: Buffer;
  try {
    content = readFileSync(file);
  } catch (error) {
    return fault((error as NodeJS.ErrnoException).code ?? 'a file that cannot be read');
  }
  const document = strictJson(content);
  if (document === undefined) {
    return fault('a file that is not JSON');
  }
  try {
    return createStaticKeys(document, file);
  } catch {
    return fault('other JSON');
  }
}
