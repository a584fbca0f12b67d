import type { Claims } from '../authorizer';
import { claimText } from './claims-text';
import { domainPrefix } from './event';
import { requestTime } from './request-time';

/** The facts of an access log line. Absent values are printed as `-`. */
export interface AccessLogFacts {
  readonly accountId: string;
  readonly apiId: string;
  readonly stage: string;
  readonly requestId: string;
  /** When the request arrived, in milliseconds since 1970. */
  readonly time: number;
  readonly method: string;
  /** With the stage. */
  readonly path: string;
  readonly host: string | undefined;
  readonly sourceIp: string;
  readonly userAgent: string | undefined;
  readonly routeKey: string | undefined;
  readonly status: number;
  /** In bytes. */
  readonly responseLength: number;
  /** In milliseconds. */
  readonly responseLatency: number;
  /** Of a caller whose token was verified. */
  readonly claims: Claims | undefined;
  readonly authorizerError: string | undefined;
  /** The message of an answer that API Gateway gave by itself. */
  readonly errorMessage: string | undefined;
  readonly integration: IntegrationFacts | undefined;
}

export interface IntegrationFacts {
  /** In milliseconds. */
  readonly latency: number;
  /** The status of Lambda itself: 200 even when the function failed; undefined when it did not answer in time. */
  readonly serviceStatus: number | undefined;
  /** The status that the function answered; undefined when its result was no response. */
  readonly status: number | undefined;
  /** The invocation's id. */
  readonly requestId: string | undefined;
  readonly error: string | undefined;
}

/** Renders a line of an access log. */
export type AccessLogFormat = (facts: AccessLogFacts) => string;

type Variable = (facts: AccessLogFacts) => string | number | undefined;

/** @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-logging-variables.html */
const VARIABLES: ReadonlyMap<string, Variable> = new Map<string, Variable>([
  ['accountId', ({ accountId }) => accountId],
  ['apiId', ({ apiId }) => apiId],
  ['authorizer.error', ({ authorizerError }) => authorizerError],
  ['awsEndpointRequestId', ({ integration }) => integration?.requestId],
  ['domainName', ({ host }) => host],
  ['domainPrefix', ({ host }) => host && domainPrefix(host)],
  ['error.message', ({ errorMessage }) => errorMessage],
  ['error.responseType', ({ errorMessage, status }) => (errorMessage === undefined ? undefined : responseType(status))],
  ['extendedRequestId', ({ requestId }) => requestId],
  ['httpMethod', ({ method }) => method],
  ['identity.sourceIp', ({ sourceIp }) => sourceIp],
  ['identity.userAgent', ({ userAgent }) => userAgent],
  ['integration.error', ({ integration }) => integration?.error],
  ['integration.integrationStatus', ({ integration }) => integration?.serviceStatus],
  ['integration.latency', ({ integration }) => integration?.latency],
  ['integration.requestId', ({ integration }) => integration?.requestId],
  ['integration.status', ({ integration }) => integration?.status],
  ['integrationErrorMessage', ({ integration }) => integration?.error],
  ['integrationLatency', ({ integration }) => integration?.latency],
  ['integrationStatus', ({ integration }) => integration?.serviceStatus],
  ['path', ({ path }) => path],
  ['protocol', () => 'HTTP/1.1'],
  ['requestId', ({ requestId }) => requestId],
  ['requestTime', ({ time }) => requestTime(time)],
  ['requestTimeEpoch', ({ time }) => time],
  ['responseLatency', ({ responseLatency }) => responseLatency],
  ['responseLength', ({ responseLength }) => responseLength],
  ['routeKey', ({ routeKey }) => routeKey],
  ['stage', ({ stage }) => stage],
  ['status', ({ status }) => status],
]);

const VARIABLE = /\$context\.([A-Za-z0-9_:-]+(?:\.[A-Za-z0-9_:-]+)*)/;
const CLAIM = 'authorizer.claims.';

/**
 * Compiles the format of a stage's access log.
 *
 * @param format - text with `$context` variables; those that are not known here are printed as `-`
 */
export function compileAccessLogFormat(format: string): AccessLogFormat {
  // What a pattern with one group splits off is text and variable in turn.
  const parts = format.split(VARIABLE).map((part, index) => (index % 2 === 0 ? part : printer(part)));
  return (facts) => {
    let line = '';
    for (const part of parts) {
      line += typeof part === 'string' ? part : part(facts);
    }
    return line;
  };
}

function printer(name: string): (facts: AccessLogFacts) => string {
  if (name === 'error.messageString') {
    // The one variable that comes with quotes, so that a format can leave them out.
    return ({ errorMessage }) => (errorMessage === undefined ? '-' : JSON.stringify(errorMessage));
  }
  const claim = name.startsWith(CLAIM) ? name.slice(CLAIM.length) : undefined;
  const variable = claim === undefined ? VARIABLES.get(name) : ({ claims }: AccessLogFacts) => claimOf(claims, claim);
  return (facts) => printed(variable?.(facts));
}

function claimOf(claims: Claims | undefined, name: string): string | undefined {
  return claims && Object.hasOwn(claims, name) ? claimText(claims[name]) : undefined;
}

/** Escaped as in a JSON string, so that what a caller sends can make neither a field nor a line of its own. */
function printed(value: string | number | undefined): string {
  if (value === undefined || value === '') {
    return '-';
  }
  return typeof value === 'string' ? JSON.stringify(value).slice(1, -1) : String(value);
}

/** The gateway response types of REST APIs, after which the variable is named. */
function responseType(status: number): string {
  switch (status) {
    case 401:
      return 'UNAUTHORIZED';
    case 403:
      return 'ACCESS_DENIED';
    case 404:
      return 'RESOURCE_NOT_FOUND';
    case 413:
      return 'REQUEST_TOO_LARGE';
    case 429:
      return 'THROTTLED';
    case 503:
      return 'INTEGRATION_TIMEOUT';
    default:
      return status >= 500 ? 'INTEGRATION_FAILURE' : 'DEFAULT_4XX';
  }
}
