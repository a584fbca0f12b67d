import { CommandError } from '../kit/command';
import { associatedRolesAnswer, readAnswer, roleAnswer, rolesAnswer } from './answers';
import type { Application } from './ensure-application';
import type { ManagementApi } from './management-api';
import type { ManagementRequests } from './management-requests';
import type { RegisterOptions, RoleAudience } from './register-options';
import type { UndoLog } from './undo-log';

export interface RoleProps {
  readonly options: RegisterOptions;
  readonly api: ManagementApi;
  readonly requests: ManagementRequests;
  readonly log: UndoLog;
  /** Authorized to the scopes: WSO2 IS refuses a role of an application scopes that the application does not have. */
  readonly application: Application;
  /** At least one. */
  readonly scopes: readonly string[];
}

/** A role of WSO2 IS 7 that gives users scopes. */
export interface Role {
  readonly name: string;
  readonly audience: RoleAudience;
}

/**
 * Sees to it that there is a role of this name with the scopes, and that the application takes it.
 *
 * @throws CommandError when the application takes roles of another audience, or WSO2 IS does not do it
 * @see https://github.com/wso2/carbon-identity-framework: RoleManagementServiceImpl, DefaultRoleManagementListener
 */
export async function ensureRole(name: string, props: RoleProps): Promise<Role> {
  const { api, requests, log, application, scopes } = props;
  const audience = await ensureRolesTaken(props);
  const owner = audience === 'application' ? application.id : undefined;
  const found = await findRole(name, { audience, owner }, props);
  if (found === undefined) {
    const request = requests.createRole(name, scopes, owner);
    const { id } = readAnswer(roleAnswer, request, await api.send(request));
    log.changed(`deletes the role ${name}`, requests.deleteRole(id));
    return { name, audience };
  }
  const request = requests.readRole(found);
  const { permissions } = readAnswer(roleAnswer, request, await api.send(request));
  const there = (permissions ?? []).map(({ value }) => value);
  const all = [...new Set([...there, ...scopes])];
  if (all.length > there.length) {
    await api.send(requests.replacePermissions(found, all));
    log.changed(`gives the role ${name} its former permissions`, requests.replacePermissions(found, there));
  }
  return { name, audience };
}

/**
 * The audience of roles that the application takes. A new one is set to what is asked for; one that was there is not
 * changed, because WSO2 IS deletes its own roles when it is to take those of the organization, and the other way round its
 * users lose the scopes that they have.
 */
async function ensureRolesTaken({ options, api, requests, application }: RoleProps): Promise<RoleAudience> {
  const request = requests.readApplication(application.id);
  const { associatedRoles } = readAnswer(associatedRolesAnswer, request, await api.send(request));
  const taken = associatedRoles?.allowedAudience === 'APPLICATION' ? 'application' : 'organization';
  const wanted = options.roleAudience ?? (application.isNew ? 'application' : taken);
  if (wanted === taken) {
    return taken;
  }
  if (!application.isNew) {
    const what = `--role-audience ${wanted}`;
    const got = `the application ${options.name}, which takes roles of the ${taken}`;
    const fix = `write --role-audience ${taken}, choose another application with --name, or change that one in the console of WSO2 IS`;
    throw new CommandError([{ what, got, expected: `an application that takes roles of the ${wanted}`, fix }]);
  }
  // Undone with the application, which is deleted.
  await api.send(requests.takeRoles(application.id, wanted));
  return wanted;
}

async function findRole(
  name: string,
  { audience, owner }: { readonly audience: RoleAudience; readonly owner: string | undefined },
  { api, requests }: RoleProps,
): Promise<string | undefined> {
  const request = requests.findRole(name);
  const answer = await api.sendOr([404], request);
  if (answer === 404) {
    return undefined;
  }
  const { Resources } = readAnswer(rolesAnswer, request, answer);
  return Resources?.find(
    (role) =>
      role.displayName === name &&
      role.audience?.type.toLowerCase() === audience &&
      (owner === undefined || role.audience.value === owner),
  )?.id;
}
