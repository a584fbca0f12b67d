import type { Claims, Decision } from '../../local/authorizer';
import type { FunctionLog, RequestRecord } from '../../local/gateway';
import { HELD_BYTES, readRequest, type Written, writeRequest } from './held-bytes';

/** The number of requests that are held. */
export const HELD_REQUESTS = 1000;
/**
 * The number of requests that are written down together: one by one, between all else that a request needs, each takes twice as
 * long. Few enough to be gone before a collection finds them.
 */
const WRITTEN_TOGETHER = 16;
/** The longest time that new requests wait to be told to an open log, in milliseconds: they are told together. */
const TOGETHER_MS = 30;

/** A request as it was, with its tokens. */
export interface HeldRequest extends Written {
  readonly record: Omit<RequestRecord, 'accessLog'>;
}

/** The last requests, as they were: with their tokens. In memory only. */
export interface HeldRequests {
  /** Added to the clock of the decisions from now on, in milliseconds. At first 0. */
  clockOffsetMs: number;
  /** To be called with each request: writes it down, and looks at nothing. */
  request(record: RequestRecord): void;
  functionLog(log: FunctionLog): void;
  /** Oldest first. */
  all(): readonly HeldRequest[];
  /** The one of an id; undefined where it is not held, or not any more. */
  find(requestId: string): HeldRequest | undefined;
  /**
   * Calls back with those that are new, or have new output, together.
   *
   * @returns ends it
   */
  onChange(listener: (requests: readonly HeldRequest[]) => void): () => void;
}

/** The place of one request. Of those that follow each other there, it is the last one's. */
interface Place {
  bytes: Buffer;
  requestId?: string;
  decision?: Decision;
  /** Empty where there was none. */
  invocationId?: string;
}

/** Holds the last {@link HELD_REQUESTS} requests. */
export function createHeldRequests(): HeldRequests {
  const ring: Place[] = [];
  let oldest = 0;
  const fresh: RequestRecord[] = [];
  /** By invocation: of those whose request is not answered yet, and what was printed after its answer. */
  const outputs = new Map<string, string>();
  const shared = createShared();
  let clockOffsetMs = 0;
  const listeners = new Set<(requests: readonly HeldRequest[]) => void>();
  const changed = new Set<Place>();
  let isDue = false;

  function tellSoon(): void {
    if (listeners.size > 0 && !isDue) {
      isDue = true;
      setTimeout(tellAll, TOGETHER_MS).unref();
    }
  }

  function tellAll(): void {
    isDue = false;
    writeDown();
    const told = [...changed].map(heldIn);
    changed.clear();
    for (const listener of listeners) {
      listener(told);
    }
  }

  function heldIn({ bytes, decision, invocationId = '' }: Place): HeldRequest {
    const { record, output, ...written } = readRequest(bytes);
    return {
      ...written,
      record: { ...record, decision },
      output: `${output}${outputs.get(invocationId) ?? ''}`.slice(0, HELD_BYTES),
    };
  }

  /** The oldest request's place, or a new one where there is room. */
  function nextPlace(): Place {
    const place = ring[oldest];
    if (!place || ring.length < HELD_REQUESTS) {
      const added = { bytes: Buffer.alloc(0) };
      ring.push(added);
      return added;
    }
    oldest = (oldest + 1) % HELD_REQUESTS;
    outputs.delete(place.invocationId ?? '');
    return place;
  }

  function writeDown(): void {
    for (const record of fresh) {
      const { decision, invocationId = '' } = record;
      const place = nextPlace();
      const output = outputs.get(invocationId) ?? '';
      outputs.delete(invocationId);
      place.bytes = writeRequest({ record, decidedAt: record.time + clockOffsetMs, output }, place.bytes);
      place.requestId = record.requestId;
      place.decision = decision && shared(decision);
      place.invocationId = invocationId;
      if (listeners.size > 0) {
        changed.add(place);
      }
    }
    fresh.length = 0;
  }

  return {
    get clockOffsetMs() {
      return clockOffsetMs;
    },
    set clockOffsetMs(ms) {
      writeDown();
      clockOffsetMs = ms;
    },
    request(record) {
      fresh.push(record);
      if (fresh.length >= WRITTEN_TOGETHER) {
        writeDown();
      }
      tellSoon();
    },
    functionLog({ text, invocationId }) {
      if (invocationId === '') {
        return;
      }
      const output = outputs.get(invocationId) ?? '';
      if (output.length < HELD_BYTES) {
        outputs.set(invocationId, beginning(output + text));
      }
      // Of invocations that no request has, or has any more.
      if (outputs.size > 2 * HELD_REQUESTS) {
        outputs.delete(outputs.keys().next().value ?? '');
      }
      const place = listeners.size > 0 ? ring.find((one) => one.invocationId === invocationId) : undefined;
      if (place) {
        changed.add(place);
        tellSoon();
      }
    },
    all() {
      writeDown();
      return [...ring.slice(oldest), ...ring.slice(0, oldest)].map(heldIn);
    },
    find(requestId) {
      writeDown();
      const place = ring.find((one) => one.requestId === requestId);
      return place && heldIn(place);
    },
    onChange(listener) {
      // Those that were there before are no news.
      writeDown();
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}

/**
 * Gives back the decision that another request of the same token got, where they say the same: what is held once is not
 * collected for each request.
 */
function createShared(): (decision: Decision) => Decision {
  const known = new WeakMap<Claims, Decision>();
  return (decision) => {
    const { allowed, claims } = decision;
    if (!allowed || claims === undefined) {
      return decision;
    }
    const earlier = known.get(claims);
    if (earlier && saysTheSame(earlier, decision)) {
      return earlier;
    }
    known.set(claims, decision);
    return decision;
  };
}

/** True for decisions to let the same claims pass, if nothing tells one from the other. */
function saysTheSame(one: Decision, other: Decision): boolean {
  return (
    one.keys === other.keys &&
    one.checks.every((check, index) => {
      const { found, expected } = other.checks[index] ?? {};
      return check.found === found && check.expected === expected;
    })
  );
}

function beginning(text: string): string {
  // A part of a text holds all of it in memory.
  return text.length > HELD_BYTES ? Buffer.from(text.slice(0, HELD_BYTES)).toString() : text;
}
