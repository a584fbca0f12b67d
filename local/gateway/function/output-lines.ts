import { StringDecoder } from 'node:string_decoder';

/** The longest line, in characters. Longer output without a line break is passed on in parts. */
const LONG_LINE = 65_536;

/** Output that comes in pieces, told in lines. */
export interface OutputLines {
  take(chunk: Buffer): void;
  /** Tells what is there of a line that has not ended. */
  flush(): void;
}

/** @param tell - is given one line or several, with their ends; the last one without where it was flushed */
export function createOutputLines(tell: (text: string) => void): OutputLines {
  const decoder = new StringDecoder('utf8');
  let rest = '';
  return {
    take(chunk) {
      const text = rest + decoder.write(chunk);
      const end = text.length > LONG_LINE ? text.length : text.lastIndexOf('\n') + 1;
      rest = text.slice(end);
      if (end > 0) {
        tell(text.slice(0, end));
      }
    },
    flush() {
      if (rest !== '') {
        tell(rest);
        rest = '';
      }
    },
  };
}
