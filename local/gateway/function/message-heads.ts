/** Bytes of a message that are read. */
const HEAD_BYTES = 64;

/** A frame that is being read. */
interface Frame {
  /** Bytes of it that are still to come. */
  rest: number;
  readonly isFirst: boolean;
  readonly isText: boolean;
}

/**
 * Reads the beginnings of the text messages that a WebSocket server sends: after its answer to the handshake come frames
 * that are not masked, in chunks that follow no boundary.
 *
 * @param tell - is given the beginning of each message, of {@link HEAD_BYTES} at most
 * @returns takes the next chunk
 * @see https://www.rfc-editor.org/rfc/rfc6455#section-5.2
 */
export function createMessageHeads(tell: (head: string) => void): (chunk: Buffer) => void {
  let pending: Buffer = Buffer.alloc(0);
  let isOpen = false;
  let frame: Frame | undefined;
  let head = '';

  /** @returns whether there was enough of it */
  function step(): boolean {
    if (!isOpen) {
      const end = pending.indexOf('\r\n\r\n');
      isOpen = end >= 0;
      pending = isOpen ? pending.subarray(end + 4) : pending;
      return isOpen;
    }
    if (!frame) {
      frame = begin();
      return frame !== undefined;
    }
    const payload = pending.subarray(0, Math.min(frame.rest, pending.length));
    if (frame.isText && frame.isFirst && head.length < HEAD_BYTES) {
      head += payload.toString('latin1', 0, HEAD_BYTES - head.length);
    }
    frame.rest -= payload.length;
    pending = pending.subarray(payload.length);
    if (frame.rest > 0) {
      return false;
    }
    if (frame.isText && frame.isFirst) {
      tell(head);
      head = '';
    }
    frame = undefined;
    return true;
  }

  /** Reads the header of a frame. */
  function begin(): Frame | undefined {
    const length = (pending[1] ?? 0) & 0x7f;
    const extended = length === 127 ? 8 : length === 126 ? 2 : 0;
    if (pending.length < 2 + extended) {
      return undefined;
    }
    const opcode = (pending[0] ?? 0) & 0x0f;
    const rest =
      extended === 8 ? Number(pending.readBigUInt64BE(2)) : extended === 2 ? pending.readUInt16BE(2) : length;
    pending = pending.subarray(2 + extended);
    // Of a message in several frames, the first says what it is.
    return { rest, isFirst: opcode !== 0, isText: opcode === 1 };
  }

  return (chunk) => {
    pending = Buffer.concat([pending, chunk]);
    while (step()) {
      // Until no frame is complete.
    }
  };
}
