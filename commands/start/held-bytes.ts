import type { RequestRecord } from '../../local/gateway';

/** The most that is held of a body, an event or an output of a request, in bytes or characters. */
export const HELD_BYTES = 64 * 1024;

/** A request that is held as bytes: all but its decision. */
export interface Written {
  readonly record: Omit<RequestRecord, 'decision' | 'accessLog'>;
  /** False where bodies or the event were longer than is held. */
  readonly isWhole: boolean;
  /** The clock of its decision, in milliseconds since 1970. */
  readonly decidedAt: number;
  /** The text that the function printed for it, as printed. */
  readonly output: string;
}

/** The parts of the bytes. The length of each stands before all of them, in four bytes. */
const PARTS = 6;
const LENGTH_BYTES = 4;

/** The room that a request takes is a multiple of this, in bytes, so that the next one mostly fits. */
const STEP_BYTES = 4096;

/** The part of a request that is written as JSON. */
interface Head
  extends Omit<Written['record'], 'request' | 'event' | 'response'>,
    Pick<Written, 'isWhole' | 'decidedAt'> {
  readonly target: string;
  readonly answer: Omit<RequestRecord['response'], 'body'>;
  /** True where the body of the answer is a string. */
  readonly isText: boolean;
}

/**
 * Writes a request as bytes: a head as JSON, and as they are its headers, event, bodies and output, each but the headers up
 * to {@link HELD_BYTES}.
 *
 * Objects that live for a thousand requests are copied by two collections, and die where only a collection of the whole
 * heap finds them. Bytes lie outside of that heap, and one request is written over another.
 *
 * @param used - bytes that are needed no more
 * @returns those, or new ones where they are too few, or far too many
 */
export function writeRequest({ record, decidedAt, output }: Omit<Written, 'isWhole'>, used?: Buffer): Buffer {
  const { request, response, event = '' } = record;
  const { body = '' } = request;
  // Each by its name: to copy what is not named takes as long as all else here.
  const head: Head = {
    requestId: record.requestId,
    time: record.time,
    method: record.method,
    path: record.path,
    stage: record.stage,
    routeKey: record.routeKey,
    status: record.status,
    reason: record.reason,
    durationMs: record.durationMs,
    integrationMs: record.integrationMs,
    invocationId: record.invocationId,
    authorizerMs: record.authorizerMs,
    target: request.target,
    answer: { status: response.status, headers: response.headers },
    isText: typeof response.body === 'string',
    isWhole: event.length <= HELD_BYTES && body.length <= HELD_BYTES && response.body.length <= HELD_BYTES,
    decidedAt,
  };
  const parts = [
    JSON.stringify(head),
    linesOf(request.headers),
    beginning(event),
    beginning(body),
    beginning(response.body),
    beginning(output),
  ];
  const lengths: number[] = [];
  let total = PARTS * LENGTH_BYTES;
  for (const part of parts) {
    const length = typeof part === 'string' ? Buffer.byteLength(part) : part.length;
    lengths.push(length);
    total += length;
  }
  const bytes = roomFor(total, used);
  let at = PARTS * LENGTH_BYTES;
  for (const [index, part] of parts.entries()) {
    const length = lengths[index] ?? 0;
    bytes.writeUInt32LE(length, index * LENGTH_BYTES);
    if (typeof part === 'string') {
      bytes.write(part, at);
    } else {
      part.copy(bytes, at);
    }
    at += length;
  }
  return bytes;
}

/** Reads what {@link writeRequest} wrote. */
export function readRequest(bytes: Buffer): Written {
  let at = PARTS * LENGTH_BYTES;
  const next = (index: number) => {
    const start = at;
    at += bytes.readUInt32LE(index * LENGTH_BYTES);
    return bytes.subarray(start, at);
  };
  const head = JSON.parse(next(0).toString()) as Head;
  const headers = headersOf(next(1).toString());
  const [event, body, answered, output] = [next(2), next(3), next(4), next(5)] as const;
  const { isWhole, isText, decidedAt, target, answer, ...record } = head;
  return {
    record: {
      ...record,
      // Copies: the bytes are written over.
      request: { target, headers, body: body.length === 0 ? undefined : Buffer.from(body) },
      event: event.length === 0 ? undefined : event.toString(),
      response: { ...answer, body: isText ? answered.toString() : Buffer.from(answered) },
    },
    isWhole,
    decidedAt,
    output: output.toString(),
  };
}

/** Names and values in turn, a line each: neither holds a line break. Written in half the time that JSON takes. */
function linesOf(headers: RequestRecord['request']['headers']): string {
  const lines: string[] = [];
  for (const name of Object.keys(headers)) {
    lines.push(name, headers[name] ?? '');
  }
  return lines.join('\n');
}

function headersOf(lines: string): RequestRecord['request']['headers'] {
  const headers: Record<string, string> = Object.create(null);
  const texts = lines === '' ? [] : lines.split('\n');
  for (let index = 0; index < texts.length; index += 2) {
    headers[texts[index] ?? ''] = texts[index + 1] ?? '';
  }
  return headers;
}

function beginning<T extends string | Buffer>(part: T): T {
  return part.length <= HELD_BYTES
    ? part
    : ((typeof part === 'string' ? part.slice(0, HELD_BYTES) : part.subarray(0, HELD_BYTES)) as T);
}

function roomFor(length: number, used: Buffer | undefined): Buffer {
  const room = Math.ceil(length / STEP_BYTES) * STEP_BYTES;
  return used && used.length >= length && used.length <= 4 * room ? used : Buffer.allocUnsafeSlow(room);
}
