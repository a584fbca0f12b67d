import type { IncomingMessage, RequestListener } from 'node:http';
import { createCertificate } from '../../../support/certificate';
import { type HttpsServer, startHttpsServer } from '../../../support/https-server';
import { FakeRoles } from './fake-roles';
import { type FakeAnswer, FakeWso2State, type Release } from './fake-wso2-state';

/** The administrator of every fake WSO2 IS. The password and the token are made up to be searched for. */
export const ADMIN = { username: 'admin', password: 'pass-word-to-hide', token: 'admin-token-to-hide' };

/** One for all: a client reads it only once. */
const CERTIFICATE = createCertificate();

export interface FakeWso2Props {
  /** @default '7.1' */
  readonly release?: Release;
  /** @default the root */
  readonly tenant?: string;
  /** @default false */
  readonly hidesSecrets?: boolean;
  /** The issuer it says it is. @default that of its address */
  readonly issuer?: string;
  /** The issuer that an application says it has. @default none, as before 7.3 */
  readonly applicationIssuer?: string;
  /** Its path behind a proxy: `/auth`. @default at the root */
  readonly contextPath?: string;
}

/** A request that a fake WSO2 IS got. */
export interface Received {
  /** Method and URL. */
  readonly line: string;
  readonly body: string;
  readonly isAuthorized: boolean;
}

/** Answers a request in the place of the fake, where it gives an answer. */
export type Interference = (request: Received) => FakeAnswer | 'hang up' | undefined;

/**
 * As much of WSO2 IS as `npm run register` asks for: discovery, dynamic client registration, applications, API resources,
 * roles, with what differs between releases.
 *
 * @see https://github.com/wso2/identity-api-server: applications.yaml, APIResources.yaml
 */
export class FakeWso2 {
  readonly received: Received[] = [];
  /** @default none */
  interference: Interference = () => undefined;
  readonly roles: FakeRoles;
  private stopped?: Promise<void>;

  private constructor(
    readonly state: FakeWso2State,
    private readonly props: FakeWso2Props,
    private readonly server: () => HttpsServer,
  ) {
    this.roles = new FakeRoles(state);
  }

  static async start(props: FakeWso2Props = {}): Promise<FakeWso2> {
    const { release = '7.1', hidesSecrets = false, applicationIssuer } = props;
    const listener: RequestListener = async (request, response) => {
      const answer = await fake.answer(request);
      if (answer === 'hang up') {
        request.socket.destroy();
        return;
      }
      const [status, body] = answer;
      response.writeHead(status, { 'content-type': 'application/json' });
      response.end(body === undefined ? undefined : typeof body === 'string' ? body : JSON.stringify(body));
    };
    const server = await startHttpsServer(listener, CERTIFICATE);
    const fake = new FakeWso2(new FakeWso2State(release, hidesSecrets, applicationIssuer), props, () => server);
    return fake;
  }

  get origin(): string {
    return this.server().origin;
  }

  /** The certificates to trust, as PEM. */
  get ca(): string {
    return this.server().ca;
  }

  get issuer(): string {
    return this.props.issuer ?? `${this.origin}${this.prefix}/oauth2/token`;
  }

  /** However often it is asked to. */
  async stop(): Promise<void> {
    this.stopped ??= this.server().close();
    await this.stopped;
  }

  /** The requests that changed something, or would have. */
  get changes(): string[] {
    return this.received.map(({ line }) => line).filter((line) => !line.startsWith('GET '));
  }

  private get prefix(): string {
    const { contextPath = '', tenant } = this.props;
    return `${contextPath}${tenant === undefined ? '' : `/t/${tenant}`}`;
  }

  private async answer(request: IncomingMessage): Promise<FakeAnswer | 'hang up'> {
    const body = (await request.toArray()).join('');
    const { method = '', url = '', headers } = request;
    const basic = Buffer.from(`${ADMIN.username}:${ADMIN.password}`).toString('base64');
    const isAuthorized = [`Basic ${basic}`, `Bearer ${ADMIN.token}`].includes(headers.authorization ?? '');
    const received = { line: `${method} ${this.origin}${url}`, body, isAuthorized };
    this.received.push(received);
    const { pathname, searchParams } = new URL(url, this.origin);
    const interfered = this.interference(received);
    if (interfered) {
      return interfered;
    }
    if (!pathname.startsWith(`${this.prefix}/`)) {
      return [404];
    }
    const path = pathname.slice(this.prefix.length);
    if (path === '/oauth2/token/.well-known/openid-configuration') {
      return [
        200,
        { issuer: this.issuer, registration_endpoint: `${this.origin}/api/identity/oauth2/dcr/v1.1/register` },
      ];
    }
    if (!isAuthorized) {
      return [401];
    }
    return this.manage(method, path, searchParams.get('filter') ?? '', body === '' ? {} : JSON.parse(body));
  }

  private manage(method: string, path: string, filter: string, body: Record<string, unknown>): FakeAnswer {
    const [, api, id = '', part, item = ''] =
      /^\/(?:api\/)?(identity\/oauth2\/dcr\/v1\.1\/register|server\/v1\/applications|server\/v1\/api-resources|scim2\/v2\/Roles)(?:\/([^/]+))?(?:\/(inbound-protocols\/oidc|authorized-apis|scopes))?(?:\/([^/]+))?$/.exec(
        path,
      ) ?? [];
    const { state } = this;
    const names = body as { readonly addedScopes?: string[]; readonly removedScopes?: string[] };
    const resource = body as unknown as {
      identifier: string;
      scopes: { name: string }[];
      addedScopes: { name: string }[];
    };
    switch (`${method} ${api?.split('/').at(-1)}${part ? ` ${part}` : ''}`) {
      case 'POST register':
        return state.register(body);
      case 'DELETE register':
        return state.unregister(id);
      case 'GET applications':
        return id === '' ? state.listApplications(filter) : state.application(id);
      case 'PATCH applications':
        return state.application(id, body);
      case 'GET applications inbound-protocols/oidc':
        return state.protocol(id);
      case 'PUT applications inbound-protocols/oidc':
        return state.protocol(id, body);
    }
    if (!state.isSeven) {
      return [404, '<html>no such API</html>'];
    }
    switch (`${method} ${api?.split('/').at(-1)}${part ? ` ${part}` : ''}`) {
      case 'GET Roles':
        return id === '' ? this.roles.list(filter) : this.roles.read(id);
      case 'POST Roles':
        return this.roles.create(body as unknown as Parameters<FakeRoles['create']>[0]);
      case 'PATCH Roles':
        return this.roles.patch(id, body as unknown as Parameters<FakeRoles['patch']>[1]);
      case 'DELETE Roles':
        return this.roles.delete(id);
      case 'GET api-resources':
        return id === '' ? state.listResources(filter) : state.readResource(id);
      case 'POST api-resources':
        return state.addScopes(resource.identifier, resource.scopes);
      case 'PATCH api-resources':
        return state.addScopes('', resource.addedScopes, id);
      case 'DELETE api-resources':
        return state.deleteResource(id);
      case 'DELETE api-resources scopes':
        return state.deleteScope(id, decodeURIComponent(item));
      case 'GET applications authorized-apis':
        return state.listAuthorized(id);
      case 'POST applications authorized-apis': {
        const { id: api, scopes } = body as { id: string; scopes: string[] };
        return state.changeAuthorized(id, api, () => scopes);
      }
      case 'PATCH applications authorized-apis':
        return state.changeAuthorized(id, item, (scopes) =>
          [...scopes, ...(names.addedScopes ?? [])].filter((name) => !names.removedScopes?.includes(name)),
        );
      case 'DELETE applications authorized-apis':
        return state.changeAuthorized(id, item, () => undefined);
      default:
        return [404, `the fake knows no ${method} ${path}`];
    }
  }
}
