import { project } from '../../config/environments';
import { type Fault, show } from '../../lib/check/fault';
import { ownersOf } from '../../lib/config/open-audiences';
import { bothGiven, CommandError, type Flags, type FlagValues, JSON_FLAG } from '../kit/command';
import { shownUrl } from '../kit/text';
import { CONFIG_FLAGS } from '../project/context-flags';
import { CA_FLAG, isLoopback } from '../wso2/connection';

/** The flags of `npm run register`. The administrator's credentials are no flags: other users see those in `ps`. */
export const REGISTER_FLAGS = {
  ...CONFIG_FLAGS,
  server: {
    type: 'string',
    value: 'URL',
    describe: 'where WSO2 IS answers: https://HOST[:9443], with its proxy_context_path if it has one',
  },
  tenant: {
    type: 'string',
    value: 'NAME',
    describe: 'the tenant, or the organization of Asgardeo (default: the root)',
  },
  name: {
    type: 'string',
    value: 'NAME',
    describe: `of the application (default: ${project}, or ${project}-ENV)`,
  },
  scopes: { type: 'boolean', describe: 'also the scopes of config/routes.ts, authorized to the application (IS 7)' },
  api: {
    type: 'string',
    value: 'ID',
    default: project,
    describe: 'the identifier of the API resource that has the scopes',
  },
  audience: {
    type: 'string',
    value: 'NAME[,NAME…]',
    multiple: true,
    describe: 'an audience that the access tokens get besides the client id: one that all callers of the API share',
  },
  role: { type: 'string', value: 'NAME', describe: 'also a role with those scopes, for users (IS 7, with --scopes)' },
  'role-audience': {
    type: 'string',
    value: 'WHOSE',
    oneOf: ['application', 'organization'],
    describe: 'where the role counts (default: as the application has it; of a new one, in that application alone)',
  },
  grant: {
    type: 'string',
    value: 'GRANT',
    multiple: true,
    oneOf: ['client_credentials', 'authorization_code', 'refresh_token', 'password'],
    describe: 'a grant type (default: client_credentials, with --redirect-uri authorization_code too)',
  },
  'redirect-uri': {
    type: 'string',
    value: 'URI',
    describe: 'where users come back to: http://127.0.0.1:8910/callback',
  },
  release: {
    type: 'string',
    value: 'N',
    oneOf: ['5', '6', '7'],
    describe: 'of WSO2 IS (default: found out; Asgardeo is 7)',
  },
  'dry-run': { type: 'boolean', describe: 'print the requests and send none' },
  ...CA_FLAG,
  ...JSON_FLAG,
} as const satisfies Flags;

/** The options of `npm run register`. */
export interface RegisterOptions {
  /** Without a slash at the end: `https://is.example.com:9443`, or `https://is.example.com/auth` with a `proxy_context_path`. */
  readonly server: string;
  /** @default the root, which is the tenant `carbon.super` */
  readonly tenant?: string;
  /** Of the application. */
  readonly name: string;
  /** True where the scopes of the routes are wanted. */
  readonly scopes: boolean;
  /** The identifier of the API resource. */
  readonly api: string;
  /** The audiences of access tokens besides the client id. */
  readonly audiences: readonly string[];
  /** The name of a role that is to have the scopes. @default none */
  readonly role?: string;
  /** The reach of the role. @default as the application has it; a new application has roles of its own */
  readonly roleAudience?: RoleAudience;
  readonly grants: readonly string[];
  /** @default none */
  readonly redirectUri?: string;
  /** The major release of WSO2 IS. @default it is found out */
  readonly release?: number;
}

/** The reach of a role of WSO2 IS 7: one application, or all of its tenant that take roles of the organization. */
export type RoleAudience = 'application' | 'organization';

/** Texts that may be pasted into a file of TypeScript as they are, without a comma. */
const AUDIENCE = /^[\w.:/~%@+=-]{1,255}$/;

/** Within what WSO2 IS takes for the name of an application, and safe within a filter of its APIs. */
const NAME = /^[A-Za-z0-9][\w.-]{0,99}$/;

/**
 * Makes options of the flags.
 *
 * @throws CommandError with every fault
 */
export function registerOptions({ flags }: FlagValues<typeof REGISTER_FLAGS>): RegisterOptions {
  const { tenant, api, grant, scopes, release, context, role } = flags;
  const audiences = [...new Set(flags.audience.flatMap((list) => list.split(',')))];
  const environment = context.find((pair) => pair.startsWith('env='))?.slice('env='.length);
  const name = flags.name ?? `${project}${environment ? `-${environment}` : ''}`;
  const redirectUri = flags['redirect-uri'];
  const grants =
    grant.length > 0
      ? [...new Set(grant)]
      : ['client_credentials', ...(redirectUri === undefined ? [] : ['authorization_code'])];
  const faults: Fault[] = [
    ...serverFaults(flags.server),
    ...redirectFaults(redirectUri, grants),
    ...Object.entries({ name, tenant: tenant ?? 'none', api, role: role ?? 'none' }).flatMap(([flag, value]) =>
      NAME.test(value) ? [] : [nameFault(flag, value)],
    ),
    ...audiences.flatMap(audienceFaults),
    ...roleFaults(flags),
  ];
  if (scopes && release !== undefined && release !== '7') {
    const fix = `leave --scopes out: WSO2 IS ${release} grants the scopes that are asked for, unless it is told otherwise`;
    faults.push({ what: '--scopes', got: `it with --release ${release}`, expected: 'it with WSO2 IS 7', fix });
  }
  if (flags.json && flags['dry-run']) {
    faults.push(bothGiven('--json', '--dry-run'));
  }
  if (faults.length > 0) {
    throw new CommandError(faults);
  }
  return {
    server: serverOf(new URL(flags.server ?? '')),
    tenant: tenant === 'carbon.super' ? undefined : tenant,
    name,
    scopes,
    api,
    audiences,
    role,
    roleAudience: flags['role-audience'],
    grants,
    redirectUri,
    release: release === undefined ? undefined : Number(release),
  };
}

/** The paths by which WSO2 IS itself begins, so that they are no `proxy_context_path`. */
const OWN_PATHS = ['t', 'o', 'oauth2', 'api', 'scim2', 'carbon', 'console', 'myaccount', 'oidc'];

function serverFaults(server: string | undefined): Fault[] {
  const url = server !== undefined && URL.canParse(server) ? new URL(server) : undefined;
  const isServer =
    url?.protocol === 'https:' && url.username === '' && url.password === '' && !/[?#]/.test(server ?? '');
  const isContext = /^(\/[\w.~-]+)*\/?$/.test(url?.pathname ?? '');
  if (isServer && isContext && !OWN_PATHS.includes(url.pathname.split('/')[1] ?? '')) {
    return [];
  }
  const expected = 'https, a host, perhaps a port, perhaps the proxy_context_path of WSO2 IS';
  const fix = 'write --server https://is.example.com:9443; a tenant goes into --tenant';
  return [{ what: '--server', got: shownUrl(server), expected, fix }];
}

function serverOf({ origin, pathname }: URL): string {
  return `${origin}${pathname.replace(/\/$/, '')}`;
}

function redirectFaults(uri: string | undefined, grants: readonly string[]): Fault[] {
  if (uri === undefined) {
    return grants.includes('authorization_code')
      ? [
          {
            what: '--grant authorization_code',
            got: 'no --redirect-uri',
            expected: 'where the browser comes back to',
            fix: 'write --redirect-uri http://127.0.0.1:8910/callback, which npm run token uses',
          },
        ]
      : [];
  }
  const faults: Fault[] = [];
  const url = URL.canParse(uri) ? new URL(uri) : undefined;
  const isSafe = url?.protocol === 'https:' || (url?.protocol === 'http:' && isLoopback(url));
  if (!isSafe || url?.hash !== '' || url.username !== '' || /[\s(),]/.test(uri)) {
    const expected = 'https, or http on 127.0.0.1, without a fragment';
    const fix = 'write --redirect-uri http://127.0.0.1:8910/callback';
    faults.push({ what: '--redirect-uri', got: shownUrl(uri), expected, fix });
  }
  if (!grants.includes('authorization_code')) {
    const fix = 'add --grant authorization_code, or leave --redirect-uri out';
    const got = `it with ${grants.map((one) => `--grant ${one}`).join(' ')}`;
    faults.push({ what: '--redirect-uri', got, expected: 'it with --grant authorization_code', fix });
  }
  return faults;
}

/** The faults of an audience that all callers are to share: its form, or the callers that it would let in. */
function audienceFaults(audience: string): Fault[] {
  if (AUDIENCE.test(audience)) {
    return ownersOf(audience).map((whose) => takenAudience(audience, whose));
  }
  const expected = 'names or URLs without white space, with commas between them, 255 characters each at most';
  return [{ what: '--audience', got: show(audience), expected, fix: 'write --audience my-api' }];
}

/** @param whose whose audience it is already */
export function takenAudience(audience: string, whose: string): Fault {
  const expected = `another audience: ${whose}`;
  return { what: '--audience', got: show(audience), expected, fix: 'write --audience my-api' };
}

function roleFaults({ role, scopes, 'role-audience': audience }: FlagValues<typeof REGISTER_FLAGS>['flags']): Fault[] {
  if (role === undefined) {
    const fix = 'add --role NAME, or leave it out';
    return audience === undefined
      ? []
      : [{ what: '--role-audience', got: 'no --role', expected: 'it with --role', fix }];
  }
  const fix = 'add --scopes: the role gets the scopes of config/routes.ts';
  return scopes ? [] : [{ what: '--role', got: 'no --scopes', expected: 'it with --scopes, for WSO2 IS 7', fix }];
}

const EXAMPLES: Readonly<Record<string, string>> = { tenant: 'example.com', role: 'quotes-writer' };

function nameFault(flag: string, value: string): Fault {
  const expected = 'letters, digits, dots, dashes and underscores, a letter or digit first, 100 at most';
  return { what: `--${flag}`, got: show(value), expected, fix: `write --${flag} ${EXAMPLES[flag] ?? project}` };
}
