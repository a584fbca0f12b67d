import { randomUUID } from 'node:crypto';

/** The major release that a fake WSO2 IS behaves like. */
export type Release = '5.11' | '6.1' | '7.1' | '7.3';

/** An application of a fake WSO2 IS: what its OpenID Connect settings hold. */
export interface FakeApplication {
  readonly id: string;
  readonly name: string;
  /** @default none: the application has another protocol */
  oidc?: Record<string, unknown> & { readonly clientId: string };
  /** Whose roles it takes. */
  rolesOf: 'APPLICATION' | 'ORGANIZATION';
  /** Scopes by the id of the API resource. */
  readonly authorized: Map<string, string[]>;
}

/** An API resource of a fake WSO2 IS. */
export interface FakeResource {
  readonly id: string;
  readonly identifier: string;
  readonly name: string;
  readonly self: string;
  readonly scopes: FakeScope[];
}

interface FakeScope {
  readonly id: string;
  readonly name: string;
  readonly displayName: string;
}

/** A status with its JSON. */
export type FakeAnswer = readonly [status: number, body?: unknown];

const JSON_ERROR = { code: 'APP-60000', message: 'Not found', description: 'There is none' };

/** The state of a fake WSO2 IS, and the changes that its APIs make to it. */
export class FakeWso2State {
  readonly applications: FakeApplication[] = [];
  readonly resources: FakeResource[] = [];

  constructor(
    private readonly release: Release,
    /** True where a client secret is shown when it is made, and never again. */
    private readonly hidesSecrets: boolean,
    /** The issuer that each application has of its own. @default none */
    private readonly applicationIssuer?: string,
  ) {}

  get isSeven(): boolean {
    return this.release.startsWith('7');
  }

  addApplication(name: string, oidc?: Record<string, unknown>): FakeApplication {
    const clientId = `client_${this.applications.length + 1}`;
    const settings = oidc && { clientId, clientSecret: `secret-of-${clientId}`, state: 'ACTIVE', ...oidc };
    const application: FakeApplication = {
      id: randomUUID(),
      name,
      oidc: settings,
      rolesOf: 'ORGANIZATION',
      authorized: new Map(),
    };
    this.applications.push(application);
    return application;
  }

  addResource(identifier: string, scopes: readonly string[]): FakeResource {
    const id = randomUUID();
    const self = `/t/carbon.super/api/server/v1/api-resources/${id}`;
    const resource = { id, identifier, name: identifier, self, scopes: scopes.map(scopeOf) };
    this.resources.push(resource);
    return resource;
  }

  /**
   * Dynamic client registration. A name that is taken is a 400, and a token type in a member that the release does not
   * know is refused, which is stricter than the sources say.
   *
   * @see https://github.com/wso2-extensions/identity-inbound-auth-oauth: DCRMService, RegisterApiServiceImpl, DCRMUtils
   */
  register(body: Record<string, unknown>): FakeAnswer {
    const { client_name: name, grant_types: grantTypes, redirect_uris: redirects, token_type_extension: type } = body;
    if (!this.isSeven && 'ext_token_type' in body) {
      return [400, { error: 'invalid_client_metadata', error_description: 'Unrecognized field "ext_token_type"' }];
    }
    if (this.applications.some((application) => application.name === name)) {
      const error_description = `Application with the name ${name} already exist in the system`;
      return [400, { error: 'invalid_client_metadata', error_description }];
    }
    // https://github.com/wso2/product-is/issues/12192
    const tokenType = this.release === '5.11' ? 'Default' : type;
    const { oidc: made } = this.addApplication(String(name), {
      grantTypes,
      callbackURLs: redirects,
      publicClient: false,
      accessToken: { type: tokenType, userAccessTokenExpiryInSeconds: 3600 },
      refreshToken: { expiryInSeconds: 86_400 },
    });
    return [
      201,
      {
        client_id: made?.clientId,
        client_secret: made?.['clientSecret'],
        client_secret_expires_at: this.release === '5.11' ? '0' : 0,
        client_name: name,
        grant_types: grantTypes,
      },
    ];
  }

  unregister(clientId: string): FakeAnswer {
    const at = this.applications.findIndex(({ oidc }) => oidc?.clientId === clientId);
    // An unknown client is a 401, without a body.
    if (at < 0) {
      return [401];
    }
    this.applications.splice(at, 1);
    return [204];
  }

  listApplications(filter: string): FakeAnswer {
    const applications = this.applications
      .filter(({ name }) => filter === `name eq ${name}`)
      .map(({ id, name }) => ({ id, name, self: `/t/carbon.super/api/server/v1/applications/${id}` }));
    const count = applications.length;
    return [200, { totalResults: count, startIndex: 1, count, ...(count > 0 && { applications }), links: [] }];
  }

  /**
   * The OpenID Connect settings. Written, they must hold the client secret that is there, or from 7.2 on none; and not
   * `state`, which is read only.
   *
   * @see https://github.com/wso2-extensions/identity-inbound-auth-oauth: OauthInboundAuthConfigHandler
   */
  protocol(id: string, written?: Record<string, unknown>): FakeAnswer {
    const application = this.applications.find((one) => one.id === id);
    if (!application?.oidc) {
      return [404, JSON_ERROR];
    }
    const { clientSecret, ...rest } = application.oidc;
    if (!written) {
      const issuer = this.applicationIssuer && { issuer: { value: this.applicationIssuer, organizationId: 'one' } };
      return [200, { ...rest, ...issuer, ...(!this.hidesSecrets && { clientSecret }) }];
    }
    const isSecretFine = written['clientSecret'] === clientSecret || this.hidesSecrets || !('clientSecret' in written);
    if (!isSecretFine || 'state' in written) {
      return [400, { code: 'APP-60001', message: 'Invalid', description: 'Invalid ClientSecret provided for update.' }];
    }
    application.oidc = { clientSecret, ...written, clientId: rest.clientId, state: 'ACTIVE' };
    return [200];
  }

  application(
    id: string,
    patch?: { readonly associatedRoles?: { readonly allowedAudience: FakeApplication['rolesOf'] } },
  ) {
    const application = this.applications.find((one) => one.id === id);
    if (!application) {
      return [404, JSON_ERROR] as const;
    }
    if (patch) {
      application.rolesOf = patch.associatedRoles?.allowedAudience ?? application.rolesOf;
      return [200] as const;
    }
    const associatedRoles = { allowedAudience: application.rolesOf, roles: [] };
    return [200, { id, name: application.name, ...(this.isSeven && { associatedRoles }) }] as const;
  }

  listResources(filter: string): FakeAnswer {
    const found = this.resources.filter(({ identifier }) => filter === `identifier eq ${identifier}`);
    const APIResources = found.map(({ scopes: _, ...resource }) => resource);
    return [200, { totalResults: found.length, links: [], APIResources }];
  }

  /** A scope belongs to one API resource of a tenant. */
  addScopes(identifier: string, scopes: readonly { readonly name: string }[], id?: string): FakeAnswer {
    const taken = this.resources.find((one) => one.scopes.some(({ name }) => scopes.some((add) => add.name === name)));
    if (taken) {
      return [409, { code: 'API-RESOURCE-60008', message: 'Scope already exists', description: 'It is of another' }];
    }
    if (id === undefined) {
      return [
        201,
        this.addResource(
          identifier,
          scopes.map(({ name }) => name),
        ),
      ];
    }
    this.resources.find((one) => one.id === id)?.scopes.push(...scopes.map(({ name }) => scopeOf(name)));
    return [204];
  }

  readResource(id: string): FakeAnswer {
    const resource = this.resources.find((one) => one.id === id);
    return resource ? [200, resource] : [404, JSON_ERROR];
  }

  deleteResource(id: string): FakeAnswer {
    this.resources.splice(
      this.resources.findIndex((one) => one.id === id),
      1,
    );
    return [204];
  }

  deleteScope(id: string, scope: string): FakeAnswer {
    const scopes = this.resources.find((one) => one.id === id)?.scopes ?? [];
    scopes.splice(
      scopes.findIndex(({ name }) => name === scope),
      1,
    );
    return [204];
  }

  listAuthorized(applicationId: string): FakeAnswer {
    const entries = [...(this.applications.find(({ id }) => id === applicationId)?.authorized ?? [])];
    return [
      200,
      entries.map(([id, scopes]) => ({ id, policyId: 'RBAC', authorizedScopes: scopes.map((name) => ({ name })) })),
    ];
  }

  changeAuthorized(applicationId: string, id: string, change: (scopes: string[]) => string[] | undefined): FakeAnswer {
    const authorized = this.applications.find((one) => one.id === applicationId)?.authorized;
    const scopes = change(authorized?.get(id) ?? []);
    if (scopes) {
      authorized?.set(id, scopes);
    } else {
      authorized?.delete(id);
    }
    return [scopes ? 200 : 204];
  }
}

function scopeOf(name: string): FakeScope {
  return { id: randomUUID(), name, displayName: name };
}
