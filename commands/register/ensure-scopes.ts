import { authorizedAnswer, readAnswer, resourceAnswer, resourcesAnswer } from './answers';
import type { ManagementApi } from './management-api';
import type { ManagementRequests } from './management-requests';
import type { RegisterOptions } from './register-options';
import type { UndoLog } from './undo-log';

export interface ScopesProps {
  readonly options: RegisterOptions;
  readonly api: ManagementApi;
  readonly requests: ManagementRequests;
  readonly log: UndoLog;
  /** Of the application that is to get the scopes. */
  readonly applicationId: string;
  /** At least one. */
  readonly scopes: readonly string[];
}

/** Sees to it that an API resource has the scopes, and that the application is authorized to them. */
export async function ensureScopes(props: ScopesProps): Promise<void> {
  await ensureAuthorized(await ensureResource(props), props);
}

/** The id of the API resource of this identifier; undefined when there is none. */
async function findResource({ options, api, requests }: ScopesProps): Promise<string | undefined> {
  const request = requests.findResource();
  const { APIResources } = readAnswer(resourcesAnswer, request, await api.send(request));
  return APIResources?.find(({ identifier }) => identifier === options.api)?.id;
}

/** @returns the id of the API resource */
async function ensureResource(props: ScopesProps): Promise<string> {
  const { options, api, requests, log, scopes } = props;
  const found = await findResource(props);
  if (found === undefined) {
    const request = requests.createResource(scopes);
    const { id } = readAnswer(resourceAnswer, request, await api.send(request));
    log.changed(`deletes the API resource ${options.api}`, requests.deleteResource(id));
    return id;
  }
  const request = requests.readResource(found);
  const resource = readAnswer(resourceAnswer, request, await api.send(request));
  const missing = without(scopes, resource.scopes);
  if (missing.length > 0) {
    await api.send(requests.addScopes(found, missing));
    for (const scope of missing) {
      log.changed(`deletes the scope ${scope} of ${options.api}`, requests.deleteScope(found, scope));
    }
  }
  return found;
}

async function ensureAuthorized(id: string, { options, api, requests, log, applicationId, scopes }: ScopesProps) {
  const request = requests.readAuthorized(applicationId);
  const all = readAnswer(authorizedAnswer, request, (await api.send(request)) ?? []);
  const found = all.find((authorized) => authorized.id === id);
  const what = `takes the scopes of ${options.api} from the application ${options.name}`;
  if (!found) {
    await api.send(requests.authorize(applicationId, id, scopes));
    log.changed(what, requests.unauthorize(applicationId, id));
    return;
  }
  const missing = without(scopes, found.authorizedScopes);
  if (missing.length > 0) {
    await api.send(requests.changeAuthorized(applicationId, id, { addedScopes: missing }));
    log.changed(what, requests.changeAuthorized(applicationId, id, { removedScopes: missing }));
  }
}

function without(scopes: readonly string[], there: readonly { readonly name: string }[] | null | undefined): string[] {
  return scopes.filter((scope) => !there?.some(({ name }) => name === scope));
}
