import {
  AuthorizationResponseError,
  ClientError,
  ResponseBodyError,
  WWWAuthenticateChallengeError,
} from 'openid-client';
import type { Advice, Fault } from '../../lib/check/fault';
import { printable } from '../../local/authorizer';
import type { Secrets } from '../kit/redact';
import { hostnameAdvice, unreachable, WSO2_PLACES } from './places';

/** The client that asked for a token, and the secrets that must not be shown. */
export interface TokenRequest {
  /** The address that was asked: the issuer's URL, or its token endpoint. */
  readonly url: string;
  readonly clientId: string;
  /** The grant, once a token is asked for; before it is the discovery document. */
  readonly grant?: string;
  readonly laptopOnly: boolean;
  /** Those of the run: blotted out wherever the issuer repeats them. */
  readonly secrets: Pick<Secrets, 'redact'>;
}

const APPLICATION = `WSO2 IS: ${WSO2_PLACES.protocol}`;

/** The fault of a token request; undefined where the fault is ours. */
export function tokenFault(error: unknown, request: TokenRequest): Fault | undefined {
  const quoted = (text: string) => printable(request.secrets.redact(text));
  const what = `${request.grant ? `a token for ${request.clientId} from` : 'discovery at'} ${quoted(request.url)}`;
  if (error instanceof ResponseBodyError || error instanceof AuthorizationResponseError) {
    const description = error.error_description === undefined ? '' : `: ${error.error_description}`;
    return { what, got: quoted(`${error.error}${description}`), ...byErrorCode(error.error, request) };
  }
  if (error instanceof WWWAuthenticateChallengeError) {
    // The answer to a wrong secret has a challenge, and is then not read any further.
    const code = error.status === 401 ? 'invalid_client' : 'unknown';
    return { what, got: `status ${error.status}`, ...byErrorCode(code, request) };
  }
  if ((error as NodeJS.ErrnoException).code === 'ERR_INVALID_URL') {
    return { what, got: 'a URL in it that is none', ...PAGE };
  }
  if (!(error instanceof ClientError)) {
    return undefined;
  }
  const { cause, code } = error;
  if (cause instanceof Response) {
    const got = quoted(`status ${cause.status}, ${cause.headers.get('content-type') ?? 'no content type'}`);
    return {
      what,
      got,
      ...(cause.status >= 500 ? { ...PAGE, fix: 'look into its log, or that of the proxy in front of it' } : PAGE),
    };
  }
  if (code === 'OAUTH_JSON_ATTRIBUTE_COMPARISON_FAILED') {
    const { body } = cause as { readonly body?: { readonly issuer?: unknown } };
    const fix = `correct the issuer in config/environments.ts or -c issuer; or ${hostnameAdvice(request.url)}`;
    return {
      what,
      got: `issuer ${quoted(JSON.stringify(body?.issuer) ?? 'nothing')}`,
      expected: 'the issuer that was asked',
      fix,
    };
  }
  if (code === 'OAUTH_MISSING_SERVER_METADATA') {
    return { what, got: 'a discovery document that names no endpoint for it', ...OF_A_MIRROR };
  }
  if (code === undefined) {
    return { what, ...unreachable(cause, request) };
  }
  return { what, got: `an answer that is not as OAuth has it (${code})`, ...PAGE };
}

const PAGE: Advice = {
  expected: 'the answer of WSO2 IS, as JSON',
  fix: 'check the issuer with npm run preflight; a proxy in front of it may answer in its place',
};

const OF_A_MIRROR: Advice = {
  expected: 'that of WSO2 IS itself',
  fix: 'run this where the host of the issuer leads to WSO2 IS: a mirror publishes its keys and no endpoint; npm run smoke takes a token in WSO2_TOKEN, too',
};

function byErrorCode(code: string, { clientId, grant, url }: TokenRequest): Advice {
  switch (code) {
    case 'invalid_client':
      return { expected: `the id and the secret of ${clientId}`, fix: `copy both from ${APPLICATION}` };
    case 'invalid_grant':
      return grant === 'password'
        ? { expected: 'name and password of a user', fix: 'type them again; a locked account is refused likewise' }
        : { expected: 'a code used once, within minutes', fix: 'run the command again' };
    case 'unauthorized_client':
    case 'unsupported_grant_type':
      return { expected: `a client that may use the grant ${grant}`, fix: `allow that grant type in ${APPLICATION}` };
    case 'invalid_scope':
      return { expected: 'scopes that WSO2 IS has', fix: 'ask for others with --scope, or for none with --no-scope' };
    case 'access_denied':
      return { expected: 'the user to sign in and agree', fix: 'run the command again' };
    default:
      return { expected: 'a token', fix: `look into the log of WSO2 IS at ${new URL(url).host}` };
  }
}
