import type { Advice, Fault } from '../../lib/config/fault';
import { printable } from '../../local/gateway/authorizer/printable';
import { blot } from '../support/blot';
import { unreachable } from '../support/unreachable';
import type { ManagementRequest } from './management-requests';

/** An answer of WSO2 IS that was not the wanted one. */
export interface Refusal {
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
    fix: 'check --server and --tenant, and that a proxy lets /api through; applications take WSO2 IS 5.11, API resources WSO2 IS 7',
  },
};

/** What an answer of WSO2 IS means. Nothing of `hidden` is in it. */
export function refusalFault(request: ManagementRequest, { status, text }: Refusal, hidden: readonly string[]): Fault {
  const what = `${request.method} ${request.url}`;
  const said = printable(blot(reasonIn(text), hidden));
  const got = `status ${status}${said === '' ? '' : `: ${said}`}`;
  if (status === 403) {
    const { scope = 'none', permission = 'none' } = request;
    const expected = `the right ${scope} (a user of 5.x and 6.x: ${permission})`;
    const fix = 'give the user a role with it, or authorize the application whose token it is to it';
    return { what, got, expected, fix };
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

/** What it means that no answer came. */
export function silenceFault(request: ManagementRequest, error: unknown): Fault {
  const code = String((error as NodeJS.ErrnoException).code ?? '');
  const what = `${request.method} ${request.url}`;
  const advice = unreachable(code, { laptopOnly: false });
  const isUnknown = request.method !== 'GET';
  return {
    what,
    got: code === 'ABORT_ERR' ? 'no answer in time' : code || 'no answer',
    expected: advice.expected,
    fix: isUnknown ? 'run the command again: it goes on with what is there' : advice.fix,
  };
}

/** The reason in an error of the registration API, or of the management APIs. */
function reasonIn(text: string): string {
  try {
    const { error, error_description, message, description } = JSON.parse(text) ?? {};
    return [error, error_description, message, description].filter((part) => typeof part === 'string').join(': ');
  } catch {
    // A page of a proxy, or of Tomcat.
    return '';
  }
}
