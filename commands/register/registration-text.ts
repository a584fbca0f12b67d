import { issuerFaults } from '../../lib/api/issuer-rules';
import { type Fault, show } from '../../lib/check/fault';
import type { Config } from '../../lib/config/environment';
import { hostnameAdvice, WSO2_PLACES } from '../wso2/places';
import { discoveryAnswer, readAnswer } from './answers';
import type { Application } from './ensure-application';
import type { ManagementApi } from './management-api';
import type { ManagementRequests } from './management-requests';
import type { RegisterOptions } from './register-options';

/** What a run came to. */
export interface Registration {
  readonly issuer: string;
  readonly application: Application;
  /** Those that the application is authorized to now. */
  readonly scopes: readonly string[];
  /** The file that holds the client secret. @default none: WSO2 IS does not tell the secret again */
  readonly secretFile?: string;
}

/** What a person needs after registering: the client id, the lines of the configuration, the next commands. */
export function registrationText(
  { issuer, application, scopes, secretFile }: Registration,
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
    ...(scopes.length > 0 && hasUsers ? [`a user gets those scopes through a role only: ${WSO2_PLACES.roles}`] : []),
    secretFile === undefined
      ? 'WSO2 IS does not tell the client secret again: set WSO2_CLIENT_SECRET for npm run token'
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
  if (new URL(issuer).origin !== server) {
    const wanted = new URL(new URL(issuer).pathname, server).href;
    faults.push({ what, got, expected: `one at ${server}`, fix: hostnameAdvice(wanted) });
  }
  return faults;
}
