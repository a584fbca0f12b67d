import type { FunctionLog, RequestRecord } from '../../local/gateway';

/** How many requests are held. */
export const HELD_REQUESTS = 1000;
/** How much of a body, an event or an output is held for each, in bytes or characters. */
export const HELD_BYTES = 64 * 1024;
/** How long those who look at the log wait at most for what is new, in milliseconds: it is told together. */
const TOGETHER_MS = 30;

/** A request as it is held. */
export interface HeldRequest {
  readonly record: RequestRecord;
  /** False where bodies or the event were longer than is held. */
  readonly isWhole: boolean;
  /** The clock of its decision, in milliseconds since 1970. */
  readonly decidedAt: number;
}

/** The last requests, as they were: with their tokens. In memory only. */
export interface HeldRequests {
  /** Added to the clock of the decisions from now on, in milliseconds. At first 0. */
  clockOffsetMs: number;
  /** To be called with each request: costs no more than to keep it. */
  request(record: RequestRecord): void;
  functionLog(log: FunctionLog): void;
  /** Oldest first. */
  all(): readonly HeldRequest[];
  /** What the function printed for it, as printed. */
  outputOf(record: RequestRecord): string;
  /**
   * Calls back with those that are new, or have new output, together.
   *
   * @returns ends it
   */
  onChange(listener: (requests: readonly HeldRequest[]) => void): () => void;
}

/** Holds the last {@link HELD_REQUESTS} requests. */
export function createHeldRequests(): HeldRequests {
  const ring: HeldRequest[] = [];
  let oldest = 0;
  /** By invocation: a function prints before its request is answered, and after. */
  const outputs = new Map<string, { text: string }>();
  let clockOffsetMs = 0;
  const listeners = new Set<(requests: readonly HeldRequest[]) => void>();
  const changed = new Set<HeldRequest>();
  let isDue = false;

  const all = () => [...ring.slice(oldest), ...ring.slice(0, oldest)];

  function tell(held: HeldRequest): void {
    if (listeners.size === 0) {
      return;
    }
    changed.add(held);
    if (!isDue) {
      isDue = true;
      setTimeout(tellAll, TOGETHER_MS).unref();
    }
  }

  function tellAll(): void {
    isDue = false;
    const present = new Set(ring);
    const told = [...changed].filter((one) => present.has(one));
    changed.clear();
    for (const listener of listeners) {
      listener(told);
    }
  }

  return {
    get clockOffsetMs() {
      return clockOffsetMs;
    },
    set clockOffsetMs(ms) {
      clockOffsetMs = ms;
    },
    request(record) {
      const held = { ...clipped(record), decidedAt: record.time + clockOffsetMs };
      const gone = ring[oldest];
      if (ring.length < HELD_REQUESTS) {
        ring.push(held);
      } else {
        ring[oldest] = held;
        oldest = (oldest + 1) % HELD_REQUESTS;
        outputs.delete(gone?.record.invocationId ?? '');
      }
      tell(held);
    },
    functionLog({ text, invocationId }) {
      if (invocationId === '') {
        return;
      }
      const output = outputs.get(invocationId);
      if (!output) {
        outputs.set(invocationId, { text: text.length > HELD_BYTES ? flat(text.slice(0, HELD_BYTES)) : text });
        // Of invocations that no request has, or has any more.
        if (outputs.size > 2 * HELD_REQUESTS) {
          outputs.delete(outputs.keys().next().value ?? '');
        }
      } else if (output.text.length < HELD_BYTES) {
        output.text += text.slice(0, HELD_BYTES);
      }
      if (listeners.size > 0) {
        const held = ring.find(({ record }) => record.invocationId === invocationId);
        if (held) {
          tell(held);
        }
      }
    },
    all,
    outputOf: ({ invocationId }) => outputs.get(invocationId ?? '')?.text ?? '',
    onChange(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}

/** The request with the beginnings of what is long. */
function clipped(record: RequestRecord): Omit<HeldRequest, 'decidedAt'> {
  const { request, event, response } = record;
  const isWhole =
    (request.body?.length ?? 0) <= HELD_BYTES &&
    (event?.length ?? 0) <= HELD_BYTES &&
    response.body.length <= HELD_BYTES;
  if (isWhole) {
    return { record, isWhole };
  }
  return {
    record: {
      ...record,
      request: { ...request, body: request.body && Buffer.from(request.body.subarray(0, HELD_BYTES)) },
      event: event && flat(event.slice(0, HELD_BYTES)),
      response: {
        ...response,
        body:
          typeof response.body === 'string'
            ? flat(response.body.slice(0, HELD_BYTES))
            : Buffer.from(response.body.subarray(0, HELD_BYTES)),
      },
    },
    isWhole,
  };
}

/** A text of its own: a part of one holds the whole of it in memory. */
function flat(text: string): string {
  return Buffer.from(text).toString();
}
