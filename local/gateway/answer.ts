import type { Decision } from '../authorizer';
import type { IntegrationFacts } from './access-log';
import { type HttpResponse, messageResponse } from './http-message';
import type { ServedStage } from './served-api';

/** The facts known about a request, more the further it came. */
export interface RequestFacts {
  /** Decoded, or as sent where it cannot be decoded; without the query, which may hold a token. */
  readonly path: string;
  readonly stage?: ServedStage;
  readonly routeKey?: string;
  readonly decision?: Decision;
  /** The time that the authorizer took, in milliseconds. */
  readonly authorizerMs?: number;
  /** The function's event, as JSON. */
  readonly event?: string;
  readonly integration?: IntegrationFacts;
}

/** A request's answer, and what there is to say about it. */
export interface Answer extends RequestFacts {
  readonly response: HttpResponse;
  /** True where the response already has its CORS headers. */
  readonly isPreflight?: boolean;
  /** The message, where API Gateway answers by itself. */
  readonly errorMessage?: string;
  /** Why it is not the function's answer, for the developer; the client is told only of what is not emulated. */
  readonly reason?: string;
}

/** An answer that API Gateway gives by itself. */
export function refuse(facts: RequestFacts, status: number, errorMessage: string, reason: string): Answer {
  return { ...facts, response: messageResponse(status, errorMessage), errorMessage, reason };
}

/** The answer to what API Gateway could serve and the gateway cannot. */
export function refuseAsNotEmulated(facts: RequestFacts, reason: string): Answer {
  const errorMessage = 'Not Implemented';
  const body = JSON.stringify({ message: errorMessage, reason });
  return {
    ...facts,
    response: { status: 501, headers: ['content-type', 'application/json'], body },
    errorMessage,
    reason,
  };
}
