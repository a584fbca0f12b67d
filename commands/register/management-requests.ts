import type { RegisterOptions, RoleAudience } from './register-options';

/** A request to WSO2 IS, without credentials. */
export interface ManagementRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly url: string;
  /** Sent as JSON. @default none */
  readonly body?: unknown;
  /** The kind of JSON, sent and asked for. @default application/json */
  readonly mediaType?: string;
  /** The right it takes, for who asks with a token: a scope. @default none: anyone may */
  readonly scope?: string;
  /** The right that it takes besides, from WSO2 IS 7.2 on. @default none */
  readonly scopeSince72?: string;
  /** The same right for a user of WSO2 IS 5.x and 6.x. @default none: those do not have that API */
  readonly permission?: string;
}

/** The requests that make an application, by what they do. Ids are those that WSO2 IS gave. */
export type ManagementRequests = ReturnType<typeof managementRequests>;

const IDENTITY = '/permission/admin/manage/identity';

/**
 * The requests for one application and its scopes.
 *
 * @see https://github.com/wso2-extensions/identity-inbound-auth-oauth: api.identity.oauth.dcr.endpoint.yaml
 * @see https://github.com/wso2/identity-api-server: applications.yaml, APIResources.yaml; for the rights since 7.2
 * ServerApplicationManagementService.validateUserCanUpdateAPIResourceType
 * @see https://github.com/wso2-extensions/identity-inbound-provisioning-scim2: RoleResourceV2, SCIMRoleManagerV2
 */
export function managementRequests({ server, tenant, name, api, grants, redirectUri }: RegisterOptions) {
  const root = `${server}${tenant === undefined ? '' : `/t/${tenant}`}`;
  const dcr = `${root}/api/identity/oauth2/dcr/v1.1/register`;
  const applications = `${root}/api/server/v1/applications`;
  const resources = `${root}/api/server/v1/api-resources`;
  const roles = `${root}/scim2/v2/Roles`;
  const right = (of: string, what: string) => ({
    scope: `internal_${of}_${what}`,
    permission: `${IDENTITY}/applicationmgt/${what}`,
  });
  const application = (what: string) => right('application_mgt', what);
  const authorization = {
    scope: 'internal_application_mgt_update',
    scopeSince72: 'internal_application_business_api_update',
  };
  const resource = (what: string) => ({ scope: `internal_api_resource_${what}` });
  const ofRoles = (what: string) => ({ scope: `internal_role_mgt_${what}`, mediaType: 'application/scim+json' });
  const ofApplication = (id: string) => `${applications}/${encodeURIComponent(id)}`;
  const ofResource = (id: string) => `${resources}/${encodeURIComponent(id)}`;
  const authorized = (id: string) => `${ofApplication(id)}/authorized-apis`;
  const ofRole = (id: string) => `${roles}/${encodeURIComponent(id)}`;
  const permissionsOf = (scopes: readonly string[]) => scopes.map((scope) => ({ value: scope }));
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
      scope: application('view').scope,
    }),
    authorize: (applicationId: string, id: string, scopes: readonly string[]): ManagementRequest => ({
      method: 'POST',
      url: authorized(applicationId),
      body: { id, policyIdentifier: 'RBAC', scopes },
      ...authorization,
    }),
    changeAuthorized: (
      applicationId: string,
      id: string,
      change: { readonly addedScopes?: readonly string[]; readonly removedScopes?: readonly string[] },
    ): ManagementRequest => ({
      method: 'PATCH',
      url: `${authorized(applicationId)}/${encodeURIComponent(id)}`,
      body: change,
      ...authorization,
    }),
    unauthorize: (applicationId: string, id: string): ManagementRequest => ({
      method: 'DELETE',
      url: `${authorized(applicationId)}/${encodeURIComponent(id)}`,
      ...authorization,
    }),
    readApplication: (applicationId: string): ManagementRequest => ({
      method: 'GET',
      url: ofApplication(applicationId),
      ...application('view'),
    }),
    /** Makes an application take roles of its own, or those of the organization. */
    takeRoles: (applicationId: string, of: RoleAudience): ManagementRequest => ({
      method: 'PATCH',
      url: ofApplication(applicationId),
      body: { associatedRoles: { allowedAudience: of.toUpperCase() } },
      ...application('update'),
    }),
    findRole: (role: string): ManagementRequest => ({
      method: 'GET',
      url: `${roles}?filter=${encodeURIComponent(`displayName eq ${role}`)}`,
      ...ofRoles('view'),
    }),
    readRole: (id: string): ManagementRequest => ({ method: 'GET', url: ofRole(id), ...ofRoles('view') }),
    /** @param applicationId of the application whose role it is; undefined for one of the organization, which is the default */
    createRole: (role: string, scopes: readonly string[], applicationId: string | undefined): ManagementRequest => ({
      method: 'POST',
      url: roles,
      body: {
        schemas: ['urn:ietf:params:scim:schemas:extension:2.0:Role'],
        displayName: role,
        ...(applicationId !== undefined && { audience: { value: applicationId, type: 'application' } }),
        permissions: permissionsOf(scopes),
      },
      ...ofRoles('create'),
    }),
    /** All permissions of a role: WSO2 IS 7.0 takes away the others when some are added. */
    replacePermissions: (id: string, scopes: readonly string[]): ManagementRequest => ({
      method: 'PATCH',
      url: ofRole(id),
      body: {
        schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'],
        Operations: [{ op: 'replace', value: { permissions: permissionsOf(scopes) } }],
      },
      ...ofRoles('update'),
    }),
    deleteRole: (id: string): ManagementRequest => ({ method: 'DELETE', url: ofRole(id), ...ofRoles('delete') }),
  };
}
