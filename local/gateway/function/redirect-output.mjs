// What a function prints, wherever it prints it to.

import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';

/**
 * Hands on what is written to the standard streams, instead of the worker's own streams: those wait for the other side,
 * and lose what is in them when the worker is terminated. Loggers that write to the descriptors themselves (pino does)
 * would write into the gateway's own output.
 *
 * @param {(stream: 'stdout' | 'stderr', text: string) => void} handOn
 */
export function redirectOutput(handOn) {
  for (const stream of /** @type {const} */ (['stdout', 'stderr'])) {
    Object.assign(process[stream], {
      /**
       * @param {string | Uint8Array} chunk
       * @param {unknown} encoding - or what to call when it is written
       * @param {unknown} done
       */
      write(chunk, encoding, done) {
        handOn(stream, textOf(chunk));
        const callback = typeof encoding === 'function' ? encoding : done;
        if (typeof callback === 'function') {
          process.nextTick(callback);
        }
        return true;
      },
    });
  }

  const { writeSync } = fs;
  Object.assign(fs, {
    /**
     * @param {number} descriptor
     * @param {string | Uint8Array} chunk
     * @param {any[]} rest
     */
    writeSync(descriptor, chunk, ...rest) {
      if (descriptor !== 1 && descriptor !== 2) {
        return writeSync(descriptor, /** @type {any} */ (chunk), ...rest);
      }
      const [offset, length] = rest;
      const part = typeof chunk === 'string' ? chunk : chunk.subarray(offset ?? 0, length && (offset ?? 0) + length);
      handOn(descriptor === 1 ? 'stdout' : 'stderr', textOf(part));
      return Buffer.byteLength(part);
    },
  });
  syncBuiltinESMExports();
}

/** @param {string | Uint8Array} chunk */
function textOf(chunk) {
  return typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString();
}
