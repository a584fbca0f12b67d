import {
  type ClientAuth,
  type Configuration,
  customFetch,
  discovery,
  None,
  type TokenEndpointResponse,
} from 'openid-client';
import type { Config } from '../../lib/config/environment';
import { CommandError, type CommandIo, type Flags } from '../kit/command';
import { promptSecret } from '../kit/prompt';
import { readClientSecret } from './client-secret';
import { type ClientCertificate, connectionTo } from './connection';
import { createIssuerFetch } from './issuer-fetch';
import { readLaptopFile } from './laptop-file';
import { tokenFault } from './token-fault';

/** The flag that chooses who asks for a token. */
export const CLIENT_FLAG = {
  client: { type: 'string', value: 'ID', describe: 'the client to ask as (default: the first of the environment)' },
} as const satisfies Flags;

/** The client of the issuer that asks, and the connection to the issuer. */
export interface IssuerClientProps {
  /** The value of {@link CLIENT_FLAG}. @default the first client id of the environment */
  readonly client?: string;
  /** The value of `--ca`. @default the public certificate authorities are trusted, and a stand-in that runs */
  readonly ca?: string;
  /** The certificate for an issuer that asks for one. @default nothing */
  readonly clientCertificate?: ClientCertificate;
  /** True where the client has no secret. @default false */
  readonly isPublic?: boolean;
}

/** A client of the configured issuer, which is known to answer. */
export interface IssuerClient {
  readonly clientId: string;
  /** For the functions of openid-client. */
  readonly configuration: Configuration;
  /**
   * Asks for a token.
   *
   * @throws CommandError when there is none, without the secrets of the run
   */
  ask(
    grant: string,
    work: (configuration: Configuration) => Promise<TokenEndpointResponse>,
  ): Promise<TokenEndpointResponse>;
}

/**
 * Finds the client's secret, and reads the discovery document of the configured issuer.
 *
 * @throws CommandError when the secret is nowhere, or the issuer does not answer as one
 */
export async function connectClient(
  config: Config,
  { client, ca, clientCertificate, isPublic = false }: IssuerClientProps,
  io: CommandIo,
): Promise<IssuerClient> {
  const { issuer, laptopOnly, clientIds } = config.environment;
  const clientId = client ?? clientIds[0] ?? '';
  const issuerFetch = createIssuerFetch({ ...connectionTo(config, ca, io), clientCertificate });
  const secret = isPublic ? undefined : await secretOf(clientId, config, io);
  const about = { url: issuer, clientId, laptopOnly, secrets: io.secrets };
  const configuration = await withTokenFault(
    discovery(new URL(issuer), clientId, {}, secret === undefined ? None() : basicOf(secret), {
      algorithm: 'oidc',
      [customFetch]: (url, { method, headers, body }) => issuerFetch(url, { method, headers, body: body?.toString() }),
    }),
    about,
  );
  const { token_endpoint: url = issuer } = configuration.serverMetadata();
  return {
    clientId,
    configuration,
    ask: (grant, work) => withTokenFault(work(configuration), { ...about, url, grant }),
  };
}

async function withTokenFault<T>(work: Promise<T>, about: Parameters<typeof tokenFault>[1]): Promise<T> {
  try {
    return await work;
  } catch (cause) {
    const fault = tokenFault(cause, about);
    if (!fault) {
      throw cause;
    }
    throw new CommandError([fault], { cause });
  }
}

/**
 * HTTP Basic as `curl -u` has it. RFC 6749 wants id and secret form-encoded first, which the library does, down to the
 * `_` that client ids of WSO2 IS are full of; WSO2 IS does not decode them.
 */
function basicOf(secret: string): ClientAuth {
  return (_server, { client_id }, _body, headers) => {
    headers.set('authorization', `Basic ${Buffer.from(`${client_id}:${secret}`).toString('base64')}`);
  };
}

/** The parameter that asks for scopes: absent to ask for none. */
export function scopeOf(scopes: readonly string[]): Record<string, string> {
  return scopes.length > 0 ? { scope: scopes.join(' ') } : {};
}

/**
 * The secret of a client: from WSO2_CLIENT_SECRET, from what `npm run register` left, from the running stand-in for its
 * own clients, or else typed unseen. From then on nothing that the run prints holds it.
 *
 * @throws CommandError when none of them has it
 */
async function secretOf(clientId: string, { environment }: Config, io: CommandIo): Promise<string> {
  const { issuer, laptopOnly } = environment;
  const standIn = laptopOnly ? readLaptopFile(io.root, issuer) : undefined;
  const secret =
    io.env['WSO2_CLIENT_SECRET'] ||
    readClientSecret(io.root, { issuer, clientId }) ||
    standIn?.clients.find(({ id }) => id === clientId)?.secret ||
    (await promptSecret(
      `the secret of the client ${clientId}`,
      `set WSO2_CLIENT_SECRET, or run npm run register${laptopOnly ? ', or start the stand-in with npm start' : ''}`,
      io,
    ));
  io.secrets.hide(secret);
  return secret;
}
