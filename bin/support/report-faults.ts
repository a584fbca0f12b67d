import { ConfigurationError } from '../../lib/config/fault';

/** Runs a command's body. A fault of the configuration is told without a stack trace, and ends the command with 1. */
export function reportFaults<T>(body: () => T): T {
  try {
    return body();
  } catch (error) {
    if (!(error instanceof ConfigurationError)) {
      throw error;
    }
    console.error(error.message);
    process.exit(1);
  }
}
