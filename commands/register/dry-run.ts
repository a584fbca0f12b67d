import { withWanted } from './ensure-application';
import type { ManagementRequest, ManagementRequests } from './management-requests';
import type { RegisterOptions } from './register-options';

/**
 * The requests of a first run, a line each: method, URL, body as JSON. Ids that WSO2 IS gives stand in braces; a line
 * that starts with # says when the next one is sent.
 *
 * @param scopes those that the routes ask for
 */
export function dryRun(requests: ManagementRequests, options: RegisterOptions, scopes: readonly string[]): string[] {
  const { release } = options;
  const lines = [requests.discover(), requests.findApplication()].map(line);
  const isProbed = release === undefined || (options.scopes && scopes.length > 0);
  if (isProbed) {
    lines.push('# 200 means WSO2 IS 7, which also gets ext_token_type', line(requests.findResource()));
  }
  lines.push(
    '# unless there is an application of this name',
    line(requests.register(release ?? 7)),
    line(requests.findApplication()),
    line(requests.readProtocol(ID)),
    options.audiences.length > 0
      ? '# as they were read, with these'
      : '# where the settings are others, as in WSO2 IS 5.11: as they were read, with these',
    line(requests.writeProtocol(ID, wanted(options))),
    line(requests.readProtocol(ID)),
  );
  if (options.scopes && scopes.length > 0) {
    lines.push(
      line(requests.findResource()),
      '# unless there is an API resource of this identifier; one that is there gets the scopes it lacks, by PATCH',
      line(requests.createResource(scopes)),
      line(requests.readAuthorized(ID)),
      line(requests.authorize(ID, '{api resource id}', scopes)),
      ...(options.role === undefined ? [] : roleLines(options.role, { requests, options, scopes })),
    );
  }
  return lines;
}

function roleLines(
  role: string,
  {
    requests,
    options: { roleAudience = 'application' },
    scopes,
  }: { readonly requests: ManagementRequests; readonly options: RegisterOptions; readonly scopes: readonly string[] },
): string[] {
  const isOfApplication = roleAudience === 'application';
  return [
    line(requests.readApplication(ID)),
    ...(isOfApplication
      ? ['# where it takes roles of the organization, as a new one does', line(requests.takeRoles(ID, roleAudience))]
      : []),
    line(requests.findRole(role)),
    '# unless there is a role of this name; one that is there gets the scopes it lacks, by PATCH',
    line(requests.createRole(role, scopes, isOfApplication ? ID : undefined)),
  ];
}

const ID = '{application id}';

function wanted(options: RegisterOptions): unknown {
  const { clientId: _, ...rest } = withWanted({ clientId: '' }, options);
  return rest;
}

function line({ method, url, body }: ManagementRequest): string {
  const readable = url.replaceAll(encodeURIComponent(ID), ID);
  return `${method} ${readable}${body === undefined ? '' : ` ${JSON.stringify(body)}`}`;
}
