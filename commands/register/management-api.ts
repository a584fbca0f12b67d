import type { Advice, Fault } from '../../lib/check/fault';
import { printable } from '../../local/authorizer';
import { CommandError, type CommandIo } from '../kit/command';
import { promptSecret, promptText, tokenIn } from '../kit/prompt';
import type { Secrets } from '../kit/redact';
import type { IssuerFetch } from '../wso2/issuer-fetch';
import { unreachable } from '../wso2/places';
import type { ManagementRequest } from './management-requests';

/** The APIs of WSO2 IS, as an administrator. */
export interface ManagementApi {
  /**
   * Sends a request.
   *
   * @returns the JSON of the answer; undefined where it has none
   * @throws CommandError when WSO2 IS does not do it
   */
  send(request: ManagementRequest): Promise<unknown>;
  /** As {@link send}, for a request that may also be answered with this status: the answer is then this status. */
  sendOr(status: readonly number[], request: ManagementRequest): Promise<unknown>;
}

/** The administrator in whose name WSO2 IS is asked for changes. */
export interface Administrator {
  /** The value of the `authorization` header. */
  readonly authorization: string;
  /** Those of the run: blotted out wherever WSO2 IS repeats them. */
  readonly secrets: Pick<Secrets, 'redact'>;
}

/**
 * The administrator: WSO2_ADMIN_TOKEN, else WSO2_ADMIN_USERNAME and WSO2_ADMIN_PASSWORD; at a terminal what is missing of
 * the two is asked for. From then on nothing that the run prints holds token or password.
 *
 * @throws CommandError when they are nowhere, or cannot be sent
 */
export async function administratorOf(io: Pick<CommandIo, 'env' | 'stdin' | 'secrets'>): Promise<Administrator> {
  const { secrets } = io;
  const token = tokenIn('WSO2_ADMIN_TOKEN', io);
  if (token !== undefined) {
    return { authorization: `Bearer ${token}`, secrets };
  }
  const username =
    io.env['WSO2_ADMIN_USERNAME'] ||
    (await promptText(
      "the administrator's user name",
      'set WSO2_ADMIN_USERNAME and WSO2_ADMIN_PASSWORD, or WSO2_ADMIN_TOKEN',
      io,
    ));
  const password =
    io.env['WSO2_ADMIN_PASSWORD'] ||
    (await promptSecret("the administrator's password", 'set WSO2_ADMIN_PASSWORD', io));
  secrets.hide(password);
  const basic = Buffer.from(`${username}:${password}`).toString('base64');
  return { authorization: `Basic ${basic}`, secrets };
}

/** Makes the APIs' client. The administrator's credentials go with every request that takes a right, and with no other. */
export function createManagementApi(fetch: IssuerFetch, { authorization, secrets }: Administrator): ManagementApi {
  async function sendOr(statuses: readonly number[], request: ManagementRequest): Promise<unknown> {
    const { method, url, body, scope, mediaType = 'application/json' } = request;
    const headers = {
      accept: mediaType,
      ...(scope !== undefined && { authorization }),
      ...(body !== undefined && { 'content-type': mediaType }),
    };
    const response = await fetch(url, { method, headers, body: body === undefined ? undefined : JSON.stringify(body) })
      // Node's own error, by its code: its text is not ours to show.
      .catch((cause) => {
        throw new CommandError([silenceFault(request, cause)], { cause });
      });
    const text = await response.text();
    if (statuses.includes(response.status)) {
      return response.status;
    }
    if (!response.ok) {
      throw new CommandError([refusalFault(request, { status: response.status, text }, secrets)]);
    }
    return parse(request, text);
  }
  return { send: (request) => sendOr([], request), sendOr };
}

function parse({ method, url }: ManagementRequest, text: string): unknown {
  if (text.trim() === '') {
    return undefined;
  }
  try {
    return JSON.parse(text);
  } catch (cause) {
    const fix = 'check --server: a proxy may answer in the place of WSO2 IS';
    throw new CommandError([{ what: `${method} ${url}`, got: 'text that is no JSON', expected: 'JSON', fix }], {
      cause,
    });
  }
}

/** An answer of WSO2 IS that was not the wanted one. */
export interface ManagementRefusal {
  readonly status: number;
  readonly text: string;
}

/** Statuses whose cause is the same whatever was asked. */
const BY_STATUS: Readonly<Record<number, Advice>> = {
  401: {
    expected: "an administrator's credentials",
    fix: 'check WSO2_ADMIN_USERNAME and WSO2_ADMIN_PASSWORD, or WSO2_ADMIN_TOKEN and that it has not expired; a user of a tenant needs --tenant',
  },
  404: {
    expected: 'this API of WSO2 IS',
    fix: 'check --server and --tenant, and that a proxy lets /api through; applications take WSO2 IS 5.11, API resources and their roles WSO2 IS 7',
  },
};

/** The fault that an answer of WSO2 IS means. It holds none of the secrets. */
function refusalFault(
  request: ManagementRequest,
  { status, text }: ManagementRefusal,
  secrets: Pick<Secrets, 'redact'>,
): Fault {
  const what = `${request.method} ${request.url}`;
  const { code, reason } = errorIn(text);
  const said = printable(secrets.redact(reason));
  const got = `status ${status}${said === '' ? '' : `: ${said}`}`;
  if (status === 403) {
    const fix = 'give the user a role with it, or authorize the application whose token it is to it';
    return { what, got, expected: missingRight(request, code), fix };
  }
  if (status === 409 || /already exist/i.test(said)) {
    const expected = 'a name that is free';
    return { what, got, expected, fix: 'choose another with --name, or with --api for the API resource' };
  }
  const byStatus = BY_STATUS[status];
  if (byStatus) {
    return { what, got, ...byStatus };
  }
  if (status >= 500) {
    return { what, got, expected: 'WSO2 IS to do it', fix: 'look into its log, and run the command again' };
  }
  if (status >= 300 && status < 400) {
    return { what, got, expected: 'WSO2 IS itself', fix: 'give --server as WSO2 IS has it, not what redirects to it' };
  }
  return {
    what,
    got,
    expected: 'WSO2 IS to take it',
    fix: 'check the flags, or the release of WSO2 IS with --release',
  };
}

/** The fault of an answer that did not come. */
function silenceFault(request: ManagementRequest, error: unknown): Fault {
  const { method, url } = request;
  const fault = { what: `${method} ${url}`, ...unreachable(error, { url, laptopOnly: false }) };
  // Whether a change was made is not known.
  return method === 'GET' ? fault : { ...fault, fix: 'run the command again: it goes on with what is there' };
}

/**
 * The code of a 403 by which WSO2 IS 7.2 and later refuse who has the right to change applications and not the one to
 * authorize them to APIs.
 *
 * @see https://github.com/wso2/identity-api-server: ApplicationManagementConstants.ErrorMessage.FORBIDDEN_OPERATION
 */
const FORBIDDEN_OPERATION = 'APP-60520';

function missingRight({ scope = 'none', scopeSince72, permission }: ManagementRequest, code: string): string {
  if (scopeSince72 === undefined) {
    return `the right ${scope}${permission === undefined ? '' : ` (a user of 5.x and 6.x: ${permission})`}`;
  }
  return code === FORBIDDEN_OPERATION
    ? `the right ${scopeSince72}, which WSO2 IS 7.2 and later ask for besides ${scope}`
    : `the right ${scope}, and from WSO2 IS 7.2 on ${scopeSince72} as well`;
}

/** The code and the reason in an error of the registration API, the management APIs or the SCIM API. */
function errorIn(text: string): { readonly code: string; readonly reason: string } {
  try {
    const { code, error, error_description, message, description, detail } = JSON.parse(text) ?? {};
    const parts = [error, error_description, message, description, detail].filter((part) => typeof part === 'string');
    return { code: String(code), reason: parts.join(': ') };
  } catch {
    // A page of a proxy, or of Tomcat.
    return { code: '', reason: '' };
  }
}
