import { readFileSync } from 'node:fs';
import type { Route } from '../../lib/api/types';
import { type Fault, show } from '../../lib/check/fault';
import type { Config } from '../../lib/config/environment';
import { createStaticKeys, type KeySource, strictJson } from '../../local/authorizer';
import type { TokenFacts } from '../advice/token-facts';
import { bothGiven, CommandError, type Flags, type FlagValues, JSON_FLAG } from '../kit/command';
import { CONFIG_FLAGS } from '../project/context-flags';
import { routeKey } from '../project/routes';
import { CA_FLAG } from '../wso2/connection';

/** The flags of `npm run explain -- …`. */
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

/** The request that the flags make. */
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

/** A point in time, or the time that a claim of the token names. */
export type DecisionTime = { readonly ms: number } | { readonly claim: 'iat' };

const ISO = /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d{1,3})?)?(Z|[+-]\d\d:\d\d))?$/;
const SECONDS = /^\d{1,11}$/;

/** Reads the value of `--at`: ISO 8601 with a time zone, seconds since 1970, or `iat`. */
function readDecisionTime(value: string): DecisionTime | Fault {
  if (value === 'iat') {
    return { claim: value };
  }
  const ms = SECONDS.test(value) ? Number(value) * 1000 : ISO.test(value) ? Date.parse(value) : Number.NaN;
  return Number.isNaN(ms)
    ? {
        what: '--at',
        got: show(value),
        expected: 'ISO 8601 with a time zone, seconds since 1970, or iat',
        fix: 'write --at 2026-01-31T12:00:00Z, or --at iat for the moment the token was issued',
      }
    : { ms };
}

/** The time in milliseconds since 1970; a fault when the token has no such claim. */
export function resolveDecisionTime(time: DecisionTime, { claims }: TokenFacts): number | Fault {
  if ('ms' in time) {
    return time.ms;
  }
  const seconds = claims[time.claim];
  // Beyond it a Date holds no time.
  return typeof seconds === 'number' && Math.abs(seconds) <= 8.64e12
    ? seconds * 1000
    : {
        what: `--at ${time.claim}`,
        got: `a token without a readable ${time.claim}`,
        expected: `a JWT with ${time.claim}`,
        fix: 'give a time: --at 2026-01-31T12:00:00Z',
      };
}
