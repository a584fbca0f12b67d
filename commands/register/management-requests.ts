import type { RegisterOptions } from './register-options';

/** A request to WSO2 IS, without credentials. */
export interface ManagementRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly url: string;
  /** Sent as JSON. @default none */
  readonly body?: unknown;
  /** The right it takes, for who asks with a token: a scope. @default none: anyone may */
  readonly scope?: string;
  /** The same right for a user of WSO2 IS 5.x and 6.x. */
  readonly permission?: string;
}

/** The requests that make an application, by what they do. Ids are those that WSO2 IS gave. */
export type ManagementRequests = ReturnType<typeof managementRequests>;

const IDENTITY = '/permission/admin/manage/identity';

/**
 * The requests for one application and its scopes.
 *
 * @see https://github.com/wso2-extensions/identity-inbound-auth-oauth: api.identity.oauth.dcr.endpoint.yaml
 * @see https://github.com/wso2/identity-api-server: applications.yaml, APIResources.yaml
 */
export function managementRequests({ server, tenant, name, api, grants, redirectUri }: RegisterOptions) {
  const root = `${server}${tenant === undefined ? '' : `/t/${tenant}`}`;
  const dcr = `${root}/api/identity/oauth2/dcr/v1.1/register`;
  const applications = `${root}/api/server/v1/applications`;
  const resources = `${root}/api/server/v1/api-resources`;
  const right = (of: string, what: string) => ({
    scope: `internal_${of}_${what}`,
    permission: `${IDENTITY}/${of === 'api_resource' ? 'apiresourcemgt' : 'applicationmgt'}/${what}`,
  });
  const application = (what: string) => right('application_mgt', what);
  const resource = (what: string) => right('api_resource', what);
  const ofApplication = (id: string) => `${applications}/${encodeURIComponent(id)}`;
  const ofResource = (id: string) => `${resources}/${encodeURIComponent(id)}`;
  const authorized = (id: string) => `${ofApplication(id)}/authorized-apis`;
  const scopesOf = (scopes: readonly string[]) => scopes.map((scope) => ({ name: scope, displayName: scope }));

  return {
    discover: (): ManagementRequest => ({
      method: 'GET',
      url: `${root}/oauth2/token/.well-known/openid-configuration`,
    }),
    findApplication: (): ManagementRequest => ({
      method: 'GET',
      url: `${applications}?filter=${encodeURIComponent(`name eq ${name}`)}`,
      ...application('view'),
    }),
    /** WSO2 IS 7 has a member of its own for the token type and announces the end of the other. */
    register: (release: number | undefined): ManagementRequest => ({
      method: 'POST',
      url: dcr,
      body: {
        client_name: name,
        grant_types: grants,
        redirect_uris: redirectUri === undefined ? [] : [redirectUri],
        token_type_extension: 'JWT',
        ...(release === 7 && { ext_token_type: 'JWT' }),
      },
      ...right('dcr', 'create'),
    }),
    unregister: (clientId: string): ManagementRequest => ({
      method: 'DELETE',
      url: `${dcr}/${encodeURIComponent(clientId)}`,
      ...right('dcr', 'delete'),
    }),
    readProtocol: (applicationId: string): ManagementRequest => ({
      method: 'GET',
      url: `${ofApplication(applicationId)}/inbound-protocols/oidc`,
      ...application('view'),
    }),
    writeProtocol: (applicationId: string, body: unknown): ManagementRequest => ({
      method: 'PUT',
      url: `${ofApplication(applicationId)}/inbound-protocols/oidc`,
      body,
      ...application('update'),
    }),
    findResource: (): ManagementRequest => ({
      method: 'GET',
      url: `${resources}?filter=${encodeURIComponent(`identifier eq ${api}`)}`,
      ...resource('view'),
    }),
    readResource: (id: string): ManagementRequest => ({ method: 'GET', url: ofResource(id), ...resource('view') }),
    createResource: (scopes: readonly string[]): ManagementRequest => ({
      method: 'POST',
      url: resources,
      body: { name: api, identifier: api, requiresAuthorization: true, scopes: scopesOf(scopes) },
      ...resource('create'),
    }),
    deleteResource: (id: string): ManagementRequest => ({
      method: 'DELETE',
      url: ofResource(id),
      ...resource('delete'),
    }),
    addScopes: (id: string, scopes: readonly string[]): ManagementRequest => ({
      method: 'PATCH',
      url: ofResource(id),
      body: { addedScopes: scopesOf(scopes) },
      ...resource('update'),
    }),
    deleteScope: (id: string, scope: string): ManagementRequest => ({
      method: 'DELETE',
      url: `${ofResource(id)}/scopes/${encodeURIComponent(scope)}`,
      ...resource('delete'),
    }),
    readAuthorized: (applicationId: string): ManagementRequest => ({
      method: 'GET',
      url: authorized(applicationId),
      ...application('view'),
    }),
    authorize: (applicationId: string, id: string, scopes: readonly string[]): ManagementRequest => ({
      method: 'POST',
      url: authorized(applicationId),
      body: { id, policyIdentifier: 'RBAC', scopes },
      ...application('update'),
    }),
    changeAuthorized: (
      applicationId: string,
      id: string,
      change: { readonly addedScopes?: readonly string[]; readonly removedScopes?: readonly string[] },
    ): ManagementRequest => ({
      method: 'PATCH',
      url: `${authorized(applicationId)}/${encodeURIComponent(id)}`,
      body: change,
      ...application('update'),
    }),
    unauthorize: (applicationId: string, id: string): ManagementRequest => ({
      method: 'DELETE',
      url: `${authorized(applicationId)}/${encodeURIComponent(id)}`,
      ...application('update'),
    }),
  };
}
