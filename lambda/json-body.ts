import { isUtf8 } from 'node:buffer';
import * as v from 'valibot';
import { HttpError } from './http-error';
import type { RequestEvent } from './request-event';

/**
 * In bytes: `maxBodyBytes` of the environment. The largest request any route understands, indented, has less than half of
 * the default; API Gateway lets 10 MB through.
 */
const LIMIT = Number(process.env['MAX_BODY_BYTES'] ?? 32_768);

const Json = v.pipe(v.string(), v.parseJson());

/**
 * The request's body as a JSON value. API Gateway hands `application/json` on as text and most else, `application/*+json`
 * and bodies without a content type among them, in base64.
 *
 * @throws HttpError 415 `media_type_unsupported`, 413 `body_too_large`, or 400 `body_missing` or `body_not_json`.
 */
export function jsonBody(event: RequestEvent): unknown {
  if (!event.body) {
    throw new HttpError('body_missing', 'The request has no body. Send a JSON object.');
  }
  if (!isJson(event.headers['content-type'])) {
    throw new HttpError(
      'media_type_unsupported',
      'The request body is not declared as JSON. Send the header "content-type: application/json".',
    );
  }
  const bytes = Buffer.from(event.body, event.isBase64Encoded ? 'base64' : 'utf8');
  if (bytes.length > LIMIT) {
    throw new HttpError('body_too_large', `The request body has ${bytes.length} bytes. Send at most ${LIMIT}.`);
  }
  // Checked first, because decoding replaces what is not UTF-8 and lets it pass as other text.
  const json = v.safeParse(Json, isUtf8(bytes) ? bytes.toString() : undefined);
  if (!json.success) {
    throw new HttpError('body_not_json', 'The request body is not JSON. Send a JSON object in UTF-8.');
  }
  return json.output;
}

/** Without a content type the body is taken for what the route expects. */
function isJson(contentType: string | undefined): boolean {
  const mediaType = contentType?.split(';')[0]?.trim().toLowerCase();
  return !mediaType || mediaType === 'application/json' || mediaType.endsWith('+json');
}
