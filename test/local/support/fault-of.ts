import { faultText } from '../../../commands/kit/command';
import { FaultError } from '../../../local/fault';

/** The fault that this throws, in the words in which commands print it. */
export function faultOf(body: () => unknown): string {
  try {
    body();
  } catch (error) {
    expect(error).toBeInstanceOf(FaultError);
    return faultText(error) ?? '';
  }
  throw new Error('nothing was thrown');
}
