import { show } from '../../lib/check/fault';
import { CommandError } from '../kit/command';
import { applicationsAnswer, type Protocol, protocolAnswer, readAnswer, registrationAnswer } from './answers';
import type { ManagementApi } from './management-api';
import type { ManagementRequests } from './management-requests';
import type { RegisterOptions } from './register-options';
import type { UndoLog } from './undo-log';

/** The application, as WSO2 IS has it now. */
export interface Application {
  readonly id: string;
  readonly clientId: string;
  /** @default WSO2 IS does not tell it again */
  readonly secret?: string;
  /** The issuer of its tokens, where it has chosen one, as an application of an organization can from WSO2 IS 7.3 on. */
  readonly issuer?: string;
  readonly isNew: boolean;
}

export interface ApplicationProps {
  readonly options: RegisterOptions;
  readonly api: ManagementApi;
  readonly requests: ManagementRequests;
  readonly log: UndoLog;
  /** The major release of WSO2 IS. @default not known */
  readonly release?: number;
  /** True where an earlier run registered this client. */
  readonly isOurs: (client: Pick<Application, 'clientId' | 'issuer'>) => boolean;
}

/** The id of the application of this name; undefined when there is none. */
export async function findApplication({
  options: { name },
  api,
  requests,
}: Pick<ApplicationProps, 'options' | 'api' | 'requests'>): Promise<string | undefined> {
  const request = requests.findApplication();
  const { applications } = readAnswer(applicationsAnswer, request, await api.send(request));
  return applications?.find((application) => application.name === name)?.id;
}

/**
 * The application that was asked for: the one of this name that is there, or else a new one.
 *
 * @param id of the one that is there
 * @throws CommandError when the name is taken by an application of another kind, or WSO2 IS does not do it
 */
export async function ensureApplication(id: string | undefined, props: ApplicationProps): Promise<Application> {
  return id === undefined ? register(props) : reuse(id, props);
}

async function register(props: ApplicationProps): Promise<Application> {
  const { options, api, requests, log, release } = props;
  const request = requests.register(release);
  const created = readAnswer(registrationAnswer, request, await api.send(request));
  log.changed(`deletes the application ${options.name}`, requests.unregister(created.client_id));
  const id = await findApplication(props);
  if (id === undefined) {
    const what = `the application ${options.name}`;
    const fix = 'check that the administrator may see it: right internal_application_mgt_view';
    throw new CommandError([{ what, got: 'none after it was registered', expected: 'to find it', fix }]);
  }
  const protocol = await readProtocol(id, props);
  await applySettings(id, protocol, props);
  return {
    id,
    clientId: created.client_id,
    secret: created.client_secret ?? protocol.clientSecret ?? undefined,
    issuer: protocol.issuer?.value ?? undefined,
    isNew: true,
  };
}

async function reuse(id: string, props: ApplicationProps): Promise<Application> {
  const { options, api, requests, log, isOurs } = props;
  const request = requests.readProtocol(id);
  const answer = await api.sendOr([404], request);
  if (answer === 404) {
    throw taken(options, ['no OpenID Connect']);
  }
  const protocol = readAnswer(protocolAnswer, request, answer);
  const found = differences(protocol, options);
  const { clientId, clientSecret } = protocol;
  const issuer = protocol.issuer?.value ?? undefined;
  // Changing an application that somebody else made could break its callers.
  const inTheWay = isOurs({ clientId, issuer }) ? found.filter(({ isOursToChange }) => !isOursToChange) : found;
  if (inTheWay.length > 0) {
    throw taken(
      options,
      inTheWay.map(({ got }) => got),
    );
  }
  if (found.length > 0) {
    await applySettings(id, protocol, props, () =>
      log.changed(
        `gives the application ${options.name} its former settings`,
        requests.writeProtocol(id, writable(protocol)),
      ),
    );
  }
  return { id, clientId, secret: clientSecret ?? undefined, issuer, isNew: false };
}

/**
 * Writes the settings that are not yet as asked for, and reads them back: WSO2 IS 5.11 ignores the token type when it
 * registers an application, and none takes audiences then.
 *
 * @see https://github.com/wso2-extensions/identity-inbound-auth-oauth: OAuth2Util.getOIDCAudience, whose audiences
 * JWTTokenIssuer puts into access tokens, in 5.11 to 7.3
 */
async function applySettings(
  id: string,
  protocol: Protocol,
  props: ApplicationProps,
  onWritten: () => void = () => undefined,
): Promise<void> {
  const { options, api, requests } = props;
  if (differences(protocol, options).length === 0) {
    return;
  }
  await api.send(requests.writeProtocol(id, withWanted(protocol, options)));
  onWritten();
  const left = differences(await readProtocol(id, props), options);
  if (left.length > 0) {
    const what = `the application ${options.name}`;
    const got = left.map((difference) => difference.got).join(', ');
    const fix = 'set it in the console of WSO2 IS and run the command again';
    throw new CommandError([{ what, got, expected: left.map(({ expected }) => expected).join(', '), fix }]);
  }
}

async function readProtocol(id: string, { api, requests }: ApplicationProps): Promise<Protocol> {
  const request = requests.readProtocol(id);
  return readAnswer(protocolAnswer, request, await api.send(request));
}

function taken({ name }: RegisterOptions, got: readonly string[]): CommandError {
  const fix = 'choose another with --name, or change that application in the console of WSO2 IS';
  return new CommandError([
    {
      what: `--name ${name}`,
      got: `an application that has ${got.join(', ')}`,
      expected: `a free name, or an application as ${show(name)} is asked for`,
      fix,
    },
  ]);
}

/** One thing in which an application is not as it was asked for. */
export interface Difference {
  readonly got: string;
  readonly expected: string;
  /** True where it may be changed in an application of ours without taking anything from its callers. */
  readonly isOursToChange: boolean;
}

/** In what an application's settings differ from those that were asked for. More grant types than those are fine. */
function differences(protocol: Protocol, { grants, redirectUri, audiences }: RegisterOptions): Difference[] {
  const found: Difference[] = [];
  const type = protocol.accessToken?.type ?? 'none';
  if (type !== 'JWT') {
    found.push({ got: `access tokens of type ${type}`, expected: 'access tokens of type JWT', isOursToChange: true });
  }
  const missing = grants.filter((grant) => !protocol.grantTypes?.includes(grant));
  if (missing.length > 0) {
    const got = `no grant type ${missing.join(', ')}`;
    found.push({ got, expected: `the grant type ${missing.join(', ')}`, isOursToChange: true });
  }
  const callbacks = callbacksOf(protocol);
  if (redirectUri !== undefined && !callbacks.includes(redirectUri)) {
    const got = callbacks.length === 0 ? 'no callback URL' : 'another callback URL';
    found.push({ got, expected: `the callback URL ${redirectUri}`, isOursToChange: callbacks.length === 0 });
  }
  const lacking = audiences.filter((audience) => !protocol.idToken?.audience?.includes(audience));
  if (lacking.length > 0) {
    const got = `no audience ${lacking.join(', ')}`;
    found.push({ got, expected: `the audience ${lacking.join(', ')}`, isOursToChange: true });
  }
  if (protocol.publicClient) {
    found.push({ got: 'no client secret', expected: 'a confidential client', isOursToChange: false });
  }
  if (protocol.state === 'REVOKED') {
    found.push({ got: 'been revoked', expected: 'an active client', isOursToChange: false });
  }
  return found;
}

/** The settings with what was asked for, the rest as it is. */
export function withWanted(protocol: Protocol, { grants, redirectUri, audiences }: RegisterOptions): Protocol {
  const callbacks = callbacksOf(protocol);
  return {
    ...writable(protocol),
    grantTypes: [...new Set([...(protocol.grantTypes ?? []), ...grants])],
    callbackURLs: callbacks.length === 0 && redirectUri !== undefined ? [redirectUri] : callbacks,
    accessToken: { ...protocol.accessToken, type: 'JWT' },
    // Named after the ID token, and yet `aud` of access tokens too.
    ...(audiences.length > 0 && {
      idToken: {
        ...protocol.idToken,
        audience: [...new Set([...(protocol.idToken?.audience ?? []), ...audiences])],
      },
    }),
  };
}

/** The settings without what WSO2 IS tells and does not take. */
function writable({ state: _, issuer, ...rest }: Protocol): Protocol {
  return {
    ...rest,
    ...(issuer?.['organizationId'] !== undefined && { issuer: { organizationId: issuer['organizationId'] } }),
  };
}

/** An application without any has one that is empty, in some releases. */
function callbacksOf({ callbackURLs }: Protocol): string[] {
  return (callbackURLs ?? []).filter((url) => url !== '');
}
