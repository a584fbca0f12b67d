import { CommandError } from '../support/command-error';
import type { IssuerFetch } from '../support/issuer-fetch';
import type { Administrator } from './administrator';
import { refusalFault, silenceFault } from './management-fault';
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

/** Makes the APIs' client. The administrator's credentials go with every request that takes a right, and with no other. */
export function createManagementApi(fetch: IssuerFetch, { authorization, hidden }: Administrator): ManagementApi {
  async function sendOr(statuses: readonly number[], request: ManagementRequest): Promise<unknown> {
    const { method, url, body, scope } = request;
    const headers = {
      accept: 'application/json',
      ...(scope !== undefined && { authorization }),
      ...(body !== undefined && { 'content-type': 'application/json' }),
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
      throw new CommandError([refusalFault(request, { status: response.status, text }, hidden)]);
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
