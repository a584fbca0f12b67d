// How the gateway and an execution environment write to each other: four bytes with the length of the rest, then a head
// as JSON in one line, then a body. The body is an event or a result, which is JSON already and not to be written twice.
// Plain CommonJS, so that both sides can load it: the gateway through its loader, the environment without one.

const LENGTH_BYTES = 4;

/**
 * @param {object} head
 * @param {string} [body]
 * @returns {Buffer}
 */
function encodeFrame(head, body = '') {
  const text = `${JSON.stringify(head)}\n${body}`;
  const length = Buffer.byteLength(text);
  const frame = Buffer.allocUnsafe(LENGTH_BYTES + length);
  frame.writeUInt32BE(length, 0);
  frame.write(text, LENGTH_BYTES);
  return frame;
}

/**
 * Makes what takes the bytes of a channel as they come, and calls back with each frame.
 *
 * @param {number} maxBytes - how long a frame may be
 * @param {(head: unknown, body: string) => void} onFrame
 * @returns {(chunk: Buffer) => void} throws an Error when something is no frame; nothing after it can be read
 */
function createFrameReader(maxBytes, onFrame) {
  /** @type {Buffer[]} */
  let chunks = [];
  let length = 0;
  return (chunk) => {
    chunks.push(chunk);
    length += chunk.length;
    while (length >= LENGTH_BYTES) {
      const [first] = chunks;
      const start = first && first.length >= LENGTH_BYTES ? first : Buffer.concat(chunks);
      const end = LENGTH_BYTES + start.readUInt32BE(0);
      if (end > LENGTH_BYTES + maxBytes) {
        throw new Error(`a frame of ${end - LENGTH_BYTES} bytes, ${maxBytes} are allowed`);
      }
      if (length < end) {
        return;
      }
      const all = start.length === length ? start : Buffer.concat(chunks);
      const text = all.toString('utf8', LENGTH_BYTES, end);
      length -= end;
      chunks = length === 0 ? [] : [all.subarray(end)];
      const line = text.indexOf('\n');
      onFrame(JSON.parse(line < 0 ? text : text.slice(0, line)), line < 0 ? '' : text.slice(line + 1));
    }
  };
}

module.exports = { encodeFrame, createFrameReader };
