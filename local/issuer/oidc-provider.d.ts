// oidc-provider is published without types. These are the parts that local/issuer uses.
// Configuration: https://github.com/panva/node-oidc-provider/blob/main/docs/README.md

declare module 'oidc-provider/lib/provider.js' {
  import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';

  /** A request and its response: Koa's context. */
  export interface Context {
    readonly req: IncomingMessage;
    readonly res: ServerResponse;
    readonly method: string;
    path: string;
    status: number;
    type: string;
    body: unknown;
    get(header: string): string;
    set(header: string, value: string): void;
    redirect(url: string): void;
    /** Ends the request with this error, as OAuth 2.0 writes errors. */
    throw(status: number, error: string, details: { readonly error_description: string }): never;
    readonly oidc: OidcContext;
  }

  /** The library's state of a request. A member is present once the library has got that far. */
  export interface OidcContext {
    readonly provider: Provider;
    readonly params: Readonly<Record<string, string | undefined>>;
    readonly client: ClientEntity;
    readonly account?: Account;
    readonly session: { readonly accountId?: string };
    entity(name: 'Account' | 'AccessToken' | 'Grant', entity: object): void;
  }

  export interface ClientEntity {
    readonly clientId: string;
    grantTypeAllowed(grant: string): boolean;
  }

  export interface Account {
    readonly accountId: string;
    claims(): object;
  }

  /** A token, or what stands behind one. */
  export interface TokenEntity {
    readonly kind: string;
    readonly jti: string;
    readonly clientId: string;
    readonly accountId?: string;
    readonly expiration: number;
    scope?: string;
    resourceServer?: ResourceServer;
    save(): Promise<string>;
  }

  export interface GrantEntity extends TokenEntity {
    addOIDCScope(scope: string): void;
    addResourceScope(resource: string, scope: string): void;
  }

  export interface IdTokenEntity {
    scope?: string;
    issue(props: { use: 'idtoken' }): Promise<string>;
  }

  export class ResourceServer {
    constructor(identifier: string, info: ResourceServerInfo);
  }

  export interface ResourceServerInfo {
    readonly scope: string;
    readonly audience: string;
    readonly accessTokenFormat: 'jwt';
    readonly accessTokenTTL: number;
    readonly jwt: { readonly sign: { readonly alg: 'RS256' } };
  }

  export type Middleware = (ctx: Context, next: () => Promise<void>) => Promise<void>;

  export class Provider {
    constructor(issuer: string, configuration: object);
    readonly AccessToken: new (
      props: object,
    ) => TokenEntity;
    readonly RefreshToken: new (
      props: object,
    ) => TokenEntity;
    readonly Grant: new (
      props: object,
    ) => GrantEntity;
    readonly IdToken: new (
      claims: object,
      props: { ctx: Context },
    ) => IdTokenEntity;
    readonly ResourceServer: typeof ResourceServer;
    use(middleware: Middleware): this;
    registerGrantType(name: string, handler: (ctx: Context) => Promise<void>, parameters: readonly string[]): void;
    on(event: 'error', listener: (error: Error) => void): this;
    on(event: 'grant.success', listener: (ctx: { readonly body: { scope?: string } }) => void): this;
    on(event: string, listener: (ctx: Context, error: Error) => void): this;
    interactionDetails(req: IncomingMessage, res: ServerResponse): Promise<{ readonly params: { client_id: string } }>;
    interactionResult(req: IncomingMessage, res: ServerResponse, result: object): Promise<string>;
    callback(): RequestListener;
  }
}

declare module 'oidc-provider/lib/adapters/memory_adapter.js' {
  /** Keeps at most some 2,000 entries, each until it expires. */
  export function createMemoryAdapter(): (model: string) => object;
}

declare module 'oidc-provider/lib/helpers/interaction_policy/index.js' {
  export function base(): { remove(prompt: 'consent'): void };
}
