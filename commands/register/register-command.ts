import { faultLine } from '../../lib/check/fault';
import { REFRESH_TOKENS } from '../../lib/config/open-audiences';
import { asciiJson, type Command, CommandError, type CommandIo } from '../kit/command';
import { warn } from '../kit/execute';
import { configOf } from '../project/config-flags';
import { apiScopes } from '../project/routes';
import { readClientSecret, writeClientSecret } from '../wso2/client-secret';
import { connectionTo } from '../wso2/connection';
import { createIssuerFetch } from '../wso2/issuer-fetch';
import { dryRun } from './dry-run';
import { type ApplicationProps, ensureApplication, findApplication } from './ensure-application';
import { ensureRole, type Role } from './ensure-role';
import { ensureScopes } from './ensure-scopes';
import { administratorOf, createManagementApi, type ManagementApi } from './management-api';
import { type ManagementRequests, managementRequests } from './management-requests';
import { REGISTER_FLAGS, type RegisterOptions, registerOptions, takenAudience } from './register-options';
import { issuerWarnings, type Registration, registrationText, serverIssuer } from './registration-text';
import { createUndoLog } from './undo-log';

/** `npm run register`: an application with JWT access tokens in WSO2 IS, and the scopes of the routes. */
export const registerCommand: Command<typeof REGISTER_FLAGS> = {
  name: 'npm run register',
  summary:
    'Registers an application with JWT access tokens in WSO2 IS, or finds the one of this name. The administrator is WSO2_ADMIN_USERNAME and WSO2_ADMIN_PASSWORD, or WSO2_ADMIN_TOKEN; what is missing is asked for.',
  flags: REGISTER_FLAGS,
  async run(given, io) {
    const { flags } = given;
    const options = registerOptions(given);
    const config = configOf(flags.context);
    const wanted = options.scopes ? apiScopes(config) : [];
    const requests = managementRequests(options);
    if (flags['dry-run']) {
      io.out(dryRun(requests, options, wanted).join('\n'));
      return 0;
    }
    const fetch = createIssuerFetch(flags.ca === undefined ? {} : connectionTo(config, flags.ca, io));
    const api = createManagementApi(fetch, await administratorOf(io));
    const registration = await register({ options, wanted, api, requests, io });

    const chosen = flags.context.length > 0 ? config : undefined;
    const warnings = issuerWarnings(registration.issuer, options, chosen?.environment.laptopOnly ?? false);
    warn(warnings, io);
    if (options.scopes && wanted.length === 0) {
      const role = options.role === undefined ? '' : `, so there is nothing for the role ${options.role}`;
      io.err(`note: no route of config/routes.ts asks for a scope${role}`);
    }
    const { issuer, application, scopes, role, secretFile } = registration;
    const { id, clientId, isNew } = application;
    const { name, audiences } = options;
    const result = { issuer, clientId, application: { id, name, isNew }, audiences, scopes, role, secretFile };
    const text = registrationText(registration, options, { config: chosen, ca: flags.ca });
    io.out(flags.json ? asciiJson(result) : text.join('\n'));
    return 0;
  },
};

interface Run {
  readonly options: RegisterOptions;
  readonly wanted: readonly string[];
  readonly api: ManagementApi;
  readonly requests: ManagementRequests;
  readonly io: CommandIo;
}

/** All of it, or nothing: what a failing run has changed is taken back. */
async function register({ options, wanted, api, requests, io }: Run): Promise<Registration> {
  const serversOwn = await serverIssuer(api, requests);
  if (options.audiences.includes(serversOwn)) {
    throw new CommandError([takenAudience(serversOwn, REFRESH_TOKENS)]);
  }
  const there = await findApplication({ options, api, requests });
  const release = await releaseOf({ options, wanted, api, requests });
  const log = createUndoLog(api);
  try {
    const isOurs: ApplicationProps['isOurs'] = ({ clientId, issuer = serversOwn }) =>
      readClientSecret(io.root, { issuer, clientId }) !== undefined;
    const application = await ensureApplication(there, { options, api, requests, log, release, isOurs });
    let role: Role | undefined;
    if (wanted.length > 0) {
      await ensureScopes({ options, api, requests, log, applicationId: application.id, scopes: wanted });
      role =
        options.role === undefined
          ? undefined
          : await ensureRole(options.role, { options, api, requests, log, application, scopes: wanted });
    }
    const { clientId, issuer = serversOwn } = application;
    const secret = application.secret || readClientSecret(io.root, { issuer, clientId });
    const secretFile = secret ? writeClientSecret(io.root, { issuer, clientId }, secret) : undefined;
    return { issuer, application, scopes: wanted, role, secretFile };
  } catch (error) {
    const left = await log.undo(io.err);
    if (error instanceof CommandError) {
      throw new CommandError([...error.faults, ...left], { cause: error });
    }
    left.map(faultLine).forEach(io.err);
    throw error;
  }
}

/** The release as given; else 7 where there are API resources, and not known where there are none or no right to see them. */
async function releaseOf({ options, wanted, api, requests }: Omit<Run, 'io'>): Promise<number | undefined> {
  if (wanted.length > 0) {
    await api.send(requests.findResource());
    return 7;
  }
  if (options.release !== undefined) {
    return options.release;
  }
  const answer = await api.sendOr([403, 404], requests.findResource());
  return typeof answer === 'number' ? undefined : 7;
}
