import { type Fault, show } from '../../lib/check/fault';
import { bothGiven, CommandError, type Flags, type FlagValues } from '../kit/command';
import { CONFIG_FLAGS } from '../project/context-flags';
import { CA_FLAG, CLIENT_CERTIFICATE_FLAGS } from '../wso2/connection';
import { CLIENT_FLAG } from '../wso2/issuer-client';

/** The flags of `npm run token`. */
export const TOKEN_FLAGS = {
  ...CONFIG_FLAGS,
  grant: {
    type: 'string',
    value: 'GRANT',
    default: 'client_credentials',
    oneOf: ['client_credentials', 'password', 'authorization_code'],
    describe: 'for the application itself, or for a user',
  },
  ...CLIENT_FLAG,
  scope: { type: 'string', value: "'A B'", describe: 'the scopes to ask for (default: all of config/routes.ts)' },
  'no-scope': { type: 'boolean', describe: 'ask for no scope' },
  username: {
    type: 'string',
    value: 'NAME',
    describe: 'the user of the password grant (default: WSO2_USERNAME, or typed)',
  },
  'redirect-port': {
    type: 'string',
    value: 'N',
    describe: 'where the authorization code comes back to, on 127.0.0.1 (default 8910; 0 for any free port)',
  },
  public: { type: 'boolean', describe: 'the client has no secret (authorization_code only)' },
  ...CLIENT_CERTIFICATE_FLAGS,
  ...CA_FLAG,
} as const satisfies Flags;

/** The options of `npm run token`. */
export interface TokenOptions {
  readonly grant: 'client_credentials' | 'password' | 'authorization_code';
  /** @default the first client id of the environment */
  readonly client?: string;
  /** Empty to ask for none. @default all that the routes ask for */
  readonly scopes?: readonly string[];
  /** For the password grant. @default the environment variable WSO2_USERNAME, or typed */
  readonly username?: string;
  /** The port on 127.0.0.1 to which the authorization code comes back. 0 for any free port. */
  readonly redirectPort: number;
  /** True where the client has no secret. */
  readonly isPublic: boolean;
}

const DEFAULT_REDIRECT_PORT = 8910;

/** The flags that go with one grant only. */
const GRANT_OF = {
  username: 'password',
  'redirect-port': 'authorization_code',
  public: 'authorization_code',
} as const;

/**
 * Makes options of the flags.
 *
 * @throws CommandError with every fault: a flag of another grant, a port that is none, both `--scope` and `--no-scope`
 */
export function tokenOptions({ flags }: FlagValues<typeof TOKEN_FLAGS>): TokenOptions {
  const { grant, client, scope, username, public: isPublic, 'redirect-port': port } = flags;
  const faults: Fault[] = (Object.keys(GRANT_OF) as (keyof typeof GRANT_OF)[])
    .filter((flag) => flags[flag] !== undefined && flags[flag] !== false && GRANT_OF[flag] !== grant)
    .map((flag) => ({
      what: `--${flag}`,
      got: `it with --grant ${grant}`,
      expected: `it with --grant ${GRANT_OF[flag]} only`,
      fix: `leave it out, or add --grant ${GRANT_OF[flag]}`,
    }));
  if (port !== undefined && !(/^\d{1,5}$/.test(port) && Number(port) <= 65_535)) {
    const fix = `write --redirect-port ${DEFAULT_REDIRECT_PORT}, or 0 for any free one`;
    faults.push({ what: '--redirect-port', got: show(port), expected: 'a port from 0 to 65535', fix });
  }
  if (scope !== undefined && flags['no-scope']) {
    faults.push(bothGiven('--no-scope', '--scope'));
  }
  if (faults.length > 0) {
    throw new CommandError(faults);
  }
  return {
    grant,
    client,
    scopes: flags['no-scope'] ? [] : scope?.split(/\s+/).filter((name) => name !== ''),
    username,
    redirectPort: Number(port ?? DEFAULT_REDIRECT_PORT),
    isPublic,
  };
}
