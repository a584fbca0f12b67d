import { STATUS_CODES } from 'node:http';
import { type FlowStep, type LogDetail, type LogEntry, pairsOf, textOrBase64 } from '../../local/console';
import type { ApiModel } from '../../local/gateway';
import { adviceContext, type Judgement, PUBLIC } from '../advice/explain-answer';
import { tokenFacts } from '../advice/token-facts';
import { decisionView, tokenView } from '../advice/views';
import { stagePrefix } from './api-text';
import { createRedaction, type Redaction } from './console-redaction';
import { shortLog } from './function-log';
import type { HeldRequest } from './held-requests';
import { callerOf } from './request-line';

/** They are about one connection, or made anew for each request. */
const MADE_ANEW = new Set(['host', 'connection', 'content-length', 'transfer-encoding', 'keep-alive', 'expect', 'te']);

/** A request in a line. */
export function entryOf(model: ApiModel, held: HeldRequest): LogEntry {
  return lineOf(held, createRedaction(model, held.record));
}

function lineOf({ record, output }: HeldRequest, redaction: Redaction): LogEntry {
  const { decision, reason, path } = record;
  return {
    requestId: record.requestId,
    at: record.time,
    method: record.method,
    path: redaction.text(path),
    routeKey: record.routeKey,
    status: record.status,
    allowed: decision?.allowed,
    failedCheck: decision && !decision.allowed ? decision.failed.name : undefined,
    reason: reason && redaction.text(reason),
    caller: callerOf(record),
    durationMs: record.durationMs,
    functionMs: record.integrationMs,
    output: output === '' ? [] : shortLog(output).map(redaction.text),
  };
}

/**
 * All of a request.
 *
 * @param judgement - what the advice depends on besides token and route
 */
export function detailOf(model: ApiModel, held: HeldRequest, judgement: Omit<Judgement, 'keysOf'>): LogDetail {
  const { record, isWhole } = held;
  const { decision, request, response, event } = record;
  const redaction = createRedaction(model, record);
  const token = tokenFacts(redaction.token ?? '');
  const route = model.routes.find(({ routeKey }) => routeKey === record.routeKey);
  const asked = route?.authorization.kind === 'jwt' ? route.authorization : { scopes: [] };
  const body = request.body && textOrBase64(request.body);
  const shownBody = body && !body.isBase64 ? redaction.text(body.body) : undefined;
  return {
    entry: lineOf(held, redaction),
    token: redaction.token === undefined ? undefined : tokenView(token, judgement.at),
    decision: decision ? decisionView(decision, adviceContext(token, asked, judgement)) : route && PUBLIC,
    steps: stepsOf(record, redaction),
    request: {
      method: record.method,
      target: redaction.target(withoutPrefix(request.target, stagePrefix(model))),
      headers: Object.entries(request.headers)
        .filter(([name]) => !redaction.isCredential(name) && !MADE_ANEW.has(name))
        .map(([name, value]) => [name, redaction.text(value)] as const),
      body: shownBody,
      isWhole: isWhole && shownBody === body?.body,
    },
    event: event && eventText(event, redaction),
    response: {
      status: response.status,
      headers: pairsOf(response.headers)
        .filter(([name]) => !redaction.isCredential(name))
        .map(([name, value]) => [name, redaction.text(value)]),
      ...bodyWithoutTokens(response.body, redaction),
      isWhole,
    },
  };
}

function withoutPrefix(target: string, prefix: string): string {
  return prefix !== '' && target.startsWith(`${prefix}/`) ? target.slice(prefix.length) : target;
}

/** A body, in which a token is hidden where it is text, and which is hidden where a token is in it otherwise. */
function bodyWithoutTokens(body: string | Buffer, redaction: Redaction) {
  const shown = typeof body === 'string' ? { body, isBase64: false } : textOrBase64(body);
  if (!shown.isBase64) {
    return { body: redaction.text(shown.body), isBase64: false };
  }
  const bytes = Buffer.from(shown.body, 'base64').toString('latin1');
  return redaction.text(bytes) === bytes ? shown : { body: '', isBase64: true };
}

/** The event, without the token and without the cookies. */
function eventText(json: string, redaction: Redaction): string {
  let event: Record<string, unknown>;
  try {
    event = JSON.parse(json);
  } catch {
    return '(longer than is held)';
  }
  const hidden = (members: unknown) =>
    members === undefined
      ? undefined
      : Object.fromEntries(
          Object.entries(Object(members)).map(([name, value]) => [
            name,
            redaction.isCredential(name) ? '(not shown)' : value,
          ]),
        );
  const { body, isBase64Encoded } = event;
  const isHidden =
    isBase64Encoded === true && bodyWithoutTokens(Buffer.from(String(body), 'base64'), redaction).body === '';
  const shown = {
    ...event,
    rawQueryString: redaction.target(`?${event['rawQueryString']}`).slice(1),
    cookies: event['cookies'] && ['(not shown)'],
    headers: hidden(event['headers']),
    queryStringParameters: hidden(event['queryStringParameters']),
    body: isHidden ? '(a body with a token, not shown)' : body,
  };
  return redaction.text(JSON.stringify(shown, null, 2));
}

/** The seven steps of the article, as this request took them. */
function stepsOf(record: HeldRequest['record'], { token, text }: Redaction): FlowStep[] {
  const { decision, authorizerMs, integrationMs, event, routeKey, status, method, path } = record;
  const keys = decision?.keys;
  const waited = keys?.from === 'issuer' ? keys.milliseconds : undefined;
  return [
    token === undefined
      ? { name: 'client gets a token', state: 'not taken', note: 'no token was sent' }
      : { name: 'client gets a token', state: 'taken' },
    { name: 'client calls the API', state: 'taken', note: text(`${method} ${path}`) },
    routeKey === undefined
      ? { name: 'gateway finds the route', state: 'not taken', note: 'no route' }
      : { name: 'gateway finds the route', state: 'taken', note: routeKey },
    {
      name: 'discovery and keys',
      state: keys === undefined ? 'not taken' : keys.from === 'memory' ? 'memory' : 'taken',
      ...(waited !== undefined && { milliseconds: waited }),
      note: keys === undefined ? 'not asked for' : keys.from === 'memory' ? 'held in memory' : 'fetched',
    },
    decision === undefined
      ? { name: 'token is checked', state: 'not taken', note: 'the route asks for no token' }
      : {
          name: 'token is checked',
          state: 'taken',
          milliseconds: Math.max(0, (authorizerMs ?? 0) - (waited ?? 0)),
          note: decision.allowed ? 'passes' : `refused: ${decision.failed.name}`,
        },
    event === undefined
      ? { name: 'function runs', state: 'not taken', note: 'the function never ran' }
      : { name: 'function runs', state: 'taken', milliseconds: integrationMs },
    {
      name: 'answer',
      state: 'taken',
      milliseconds: record.durationMs,
      note: `${status} ${STATUS_CODES[status] ?? ''}`.trim(),
    },
  ];
}
