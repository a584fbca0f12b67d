import type { NotEmulated } from '../model';

/** Thrown while reading where the gateway cannot do what the template says. The message locates it and is the reason. */
export class NotEmulatedError extends Error {
  override readonly name = 'NotEmulatedError';
}

/** Reads something, or says why it is not emulated. */
export function readOrReason<T>(read: () => T): T | NotEmulated {
  try {
    return read();
  } catch (error) {
    if (error instanceof NotEmulatedError) {
      return { kind: 'not emulated', reason: error.message };
    }
    throw error;
  }
}
