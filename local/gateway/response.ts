import { validateHeaderName, validateHeaderValue } from 'node:http';
import type { HttpResponse } from './http-message';

/** A result of the function that is no response. The message is what the access log holds as the integration's error. */
export class MalformedResult extends Error {
  override readonly name = 'MalformedResult';
}

/** The gateway and its connection set these themselves. */
const OWN_HEADERS = new Set([
  'apigw-requestid',
  'connection',
  'content-length',
  'date',
  'keep-alive',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);

/**
 * Reads a function's result as payload format 2.0 does: with a `statusCode` it is a response, without one it is the body
 * of a 200.
 *
 * @param json - the result as the function's runtime sent it
 * @throws MalformedResult
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
 */
export function readResult(json: string): HttpResponse {
  const result: unknown = JSON.parse(json);
  if (typeof result !== 'object' || result === null || !('statusCode' in result)) {
    const body = typeof result === 'string' ? result : json;
    return { status: 200, headers: ['content-type', 'application/json'], body };
  }
  const { statusCode, headers, cookies, body, isBase64Encoded } = result as Readonly<Record<string, unknown>>;
  if (typeof statusCode !== 'number' || !Number.isInteger(statusCode) || statusCode < 200 || statusCode > 599) {
    throw wrongType('statusCode');
  }
  if (body !== undefined && body !== null && typeof body !== 'string') {
    throw wrongType('body');
  }
  const text = body ?? '';
  return {
    status: statusCode,
    headers: readHeaders(headers, cookies),
    body: isBase64Encoded === true ? Buffer.from(text, 'base64') : text,
  };
}

/** The cookies first, then the headers, and a content type in any case. */
function readHeaders(headers: unknown, cookies: unknown): string[] {
  const read: string[] = [];
  for (const cookie of listOf(cookies)) {
    read.push('set-cookie', checked('set-cookie', cookie, 'cookies'));
  }
  let hasContentType = false;
  for (const [givenName, value] of Object.entries(recordOf(headers))) {
    const name = givenName.toLowerCase();
    hasContentType ||= name === 'content-type';
    if (!OWN_HEADERS.has(name)) {
      read.push(name, checked(name, value, 'headers'));
    }
  }
  return hasContentType ? read : [...read, 'content-type', 'text/plain; charset=utf-8'];
}

/** The value as it can be sent. */
function checked(name: string, value: unknown, field: string): string {
  const isScalar = typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
  if (!isScalar || !isSendable(name, String(value))) {
    throw wrongType(field);
  }
  return String(value);
}

function isSendable(name: string, value: string): boolean {
  try {
    validateHeaderName(name);
    validateHeaderValue(name, value);
    return true;
  } catch {
    return false;
  }
}

function listOf(cookies: unknown): readonly unknown[] {
  if (cookies === undefined || cookies === null) {
    return [];
  }
  if (!Array.isArray(cookies)) {
    throw wrongType('cookies');
  }
  return cookies;
}

function recordOf(headers: unknown): object {
  if (headers === undefined || headers === null) {
    return {};
  }
  if (typeof headers !== 'object' || Array.isArray(headers)) {
    throw wrongType('headers');
  }
  return headers;
}

function wrongType(field: string): MalformedResult {
  return new MalformedResult(
    `The response from the Lambda function doesn't match the format that API Gateway expects. Lambda body contains the wrong type for field "${field}"`,
  );
}
