import { issuerFaults } from '../../lib/api/issuer-rules';
import { type Fault, show } from '../../lib/check/fault';
import type { Config } from '../../lib/config/environment';
import { hostnameAdvice, WSO2_PLACES } from '../wso2/places';
import { discoveryAnswer, readAnswer } from './answers';
import type { Application } from './ensure-application';
import type { Role } from './ensure-role';
import type { ManagementApi } from './management-api';
import type { ManagementRequests } from './management-requests';
import type { RegisterOptions } from './register-options';

/** The outcome of a run. */
export interface Registration {
  /** That of the application where it has one of its own, else that of the server. */
  readonly issuer: string;
  readonly application: Application;
  /** Those that the application is authorized to now. */
  readonly scopes: readonly string[];
  /** The role that has them. @default none was asked for */
  readonly role?: Role;
  /** The file that holds the client secret. @default none: WSO2 IS does not tell the secret again */
  readonly secretFile?: string;
}

/** The text for a person who has registered: the client id, the lines of the configuration, the next commands. */
export function registrationText(
  { issuer, application, scopes, role, secretFile }: Registration,
  options: RegisterOptions,
  { config, ca }: { readonly config?: Config; readonly ca?: string },
): string[] {
  const { clientId } = application;
  const isForLaptop = config ? config.environment.laptopOnly : issuerFaults(issuer, false).length > 0;
  const given = `${isForLaptop ? '-c env=local ' : ''}-c issuer=${issuer} -c clientId=${clientId}`;
  const chosen = config ? `-c env=${config.name}` : given;
  const trust = ca === undefined ? '' : ` --ca ${ca}`;
  const hasUsers = options.grants.some((grant) => grant === 'authorization_code' || grant === 'password');
  return [
    `${application.isNew ? 'registered' : 'found'} ${options.name}: client id ${clientId}, JWT access tokens`,
    ...(scopes.length === 0 ? [] : [`authorized to ${scopes.join(' ')}`]),
    ...roleLines(role, { scopes, hasUsers }),
    ...(options.audiences.length === 0 ? [] : [audienceLine(options.audiences)]),
    secretFile === undefined
      ? 'WSO2 IS does not tell the client secret again (7.2 and later tell it with the right internal_application_mgt_client_secret_view): set WSO2_CLIENT_SECRET for npm run token'
      : `the client secret is in ${secretFile}, which git ignores`,
    '',
    `config/environments.ts, ${config ? `in ${config.name}` : 'in the environment that you deploy'}:`,
    `    issuer: '${issuer}',`,
    `    clientIds: [${clientIds(issuer, clientId, config)
      .map((id) => `'${id}'`)
      .join(', ')}],`,
    '',
    'next:',
    `  npm run token -- ${chosen}${trust}`,
    ...(isForLaptop ? [] : [`  npm run preflight -- ${chosen}`, `  npm run deploy -- ${chosen}`]),
  ];
}

function roleLines(
  role: Role | undefined,
  { scopes, hasUsers }: { readonly scopes: readonly string[]; readonly hasUsers: boolean },
): string[] {
  if (role === undefined) {
    return scopes.length > 0 && hasUsers
      ? [`a user gets those scopes through a role only: add --role NAME, or make one in ${WSO2_PLACES.roles}`]
      : [];
  }
  const place =
    role.audience === 'organization'
      ? '; WSO2 IS 7.0 before update level 25 takes it once it is added in Console › Applications › yours › Roles'
      : '';
  return [
    `a user gets those scopes through the role ${role.name} of the ${role.audience}: assign it in ${WSO2_PLACES.roles}${place}`,
  ];
}

function audienceLine(audiences: readonly string[]): string {
  const names = audiences.join(', ');
  return `access tokens have the audience ${names} besides the client id; in clientIds it would let in every application that WSO2 IS gives it to`;
}

/** The client ids of the environment with the new one: those of another issuer, and those that stand for one, go. */
function clientIds(issuer: string, clientId: string, config: Config | undefined): string[] {
  const kept = config?.environment.issuer === issuer ? config.environment.clientIds : [];
  return [...new Set([...kept.filter((id) => !id.startsWith('replace_with_')), clientId])];
}

/**
 * The issuer as WSO2 IS itself spells it, which is how `iss` of its tokens is spelled.
 *
 * @throws CommandError when WSO2 IS does not answer
 */
export async function serverIssuer(api: ManagementApi, requests: ManagementRequests): Promise<string> {
  const request = requests.discover();
  return readAnswer(discoveryAnswer, request, await api.send(request)).issuer;
}

/**
 * Why API Gateway will not like this issuer, although it is the server's own.
 *
 * @param laptopOnly whether the environment that it is for is never deployed
 */
export function issuerWarnings(issuer: string, { server }: RegisterOptions, laptopOnly: boolean): Fault[] {
  const what = 'the issuer of WSO2 IS';
  const got = show(issuer);
  const faults: Fault[] = laptopOnly ? [] : issuerFaults(issuer, false).map((advice) => ({ what, got, ...advice }));
  if (issuer.startsWith(`${server}/`)) {
    return faults;
  }
  const { origin, pathname: context } = new URL(server);
  const { origin: given, pathname } = new URL(issuer);
  const fix =
    given === origin
      ? `set [server] proxy_context_path = "${context.slice(1)}" in WSO2 IS's deployment.toml, or give --server as WSO2 IS has it`
      : hostnameAdvice(pathname.startsWith(`${context}/`) ? `${origin}${pathname}` : `${server}${pathname}`);
  return [...faults, { what, got, expected: `one at ${server}`, fix }];
}
