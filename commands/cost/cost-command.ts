import { show } from '../../lib/check/fault';
import { asciiJson, type Command, CommandError, type Flags, JSON_FLAG } from '../kit/command';
import { CHECK_FLAG, withMarkedBlock, writeOrCheck } from '../kit/generated-files';
import { configOf } from '../project/config-flags';
import { CONFIG_FLAGS } from '../project/context-flags';
import { mirrorOf, templateOf } from '../project/template';
import { estimate } from './estimate';
import { estimateText } from './estimate-text';

const NAME = 'npm run cost';

/** The document with the estimate of `prod`, between the markers `cost`. */
export const COST_DOCUMENT = 'docs/operations.md';

/** The flags of `npm run cost`. */
const COST_FLAGS = {
  ...CONFIG_FLAGS,
  'duration-ms': { type: 'string', value: 'N', describe: 'how long the function takes on average (default 20)' },
  'memory-mib': { type: 'string', value: 'N', describe: 'memory of every function (default: each its own)' },
  'response-bytes': { type: 'string', value: 'N', describe: 'size of a response, head and body (default 1000)' },
  ...CHECK_FLAG,
  ...JSON_FLAG,
} as const satisfies Flags;

/** Flags that ask for another estimate than the document's. */
const PRINTED = ['duration-ms', 'memory-mib', 'response-bytes'] as const;

/** `npm run cost`: what an environment costs at four rates, and which limit each meets first. */
export const costCommand: Command<typeof COST_FLAGS> = {
  name: NAME,
  summary: `Estimates what an environment costs a month, and which quota it meets first. Without other flags it writes the estimate of prod into ${COST_DOCUMENT}; with one it prints that estimate.`,
  flags: COST_FLAGS,
  retired: { write: `leave it out: ${NAME} without flags writes ${COST_DOCUMENT}` },
  async run({ flags }, io) {
    const { 'duration-ms': duration = '20', 'memory-mib': memory, 'response-bytes': response = '1000' } = flags;
    const { json, check } = flags;
    const isForTheDocument = flags.context.length === 0 && !json && PRINTED.every((flag) => flags[flag] === undefined);
    if (check && !isForTheDocument) {
      throw new CommandError([
        { what: '--check', got: 'it with another flag', expected: 'it alone', fix: 'leave the other one out' },
      ]);
    }
    const config = configOf(flags.context.length === 0 ? ['env=prod'] : flags.context);
    const [durationMs, memoryMiB, responseBytes] = positive([
      ['--duration-ms', duration, 900_000],
      ['--memory-mib', memory ?? '1', 10_240],
      ['--response-bytes', response, 10_000_000],
    ]);
    const { issuerMirror } = config.environment;
    const load = { durationMs, responseBytes, memoryMiB: memory === undefined ? undefined : memoryMiB };
    const result = estimate(config, templateOf(config), load, issuerMirror && mirrorOf(config, issuerMirror).template);
    if (isForTheDocument) {
      const files = { [COST_DOCUMENT]: withMarkedBlock(io.root, COST_DOCUMENT, 'cost', estimateText(result)) };
      writeOrCheck({ by: NAME, files, check }, io);
    } else {
      io.out(json ? asciiJson(result) : estimateText(result));
    }
    return 0;
  },
};

/** @throws CommandError with every value that is not a number above 0 and at most its limit */
function positive<const G extends readonly (readonly [flag: string, text: string, most: number])[]>(
  given: G,
): { [I in keyof G]: number } {
  const faults = given
    .filter(([, text, most]) => !(/^\d+(\.\d+)?$/.test(text) && Number(text) > 0 && Number(text) <= most))
    .map(([flag, text, most]) => ({
      what: flag,
      got: show(text),
      expected: `a number above 0, at most ${most}`,
      fix: `write ${flag} 100, say`,
    }));
  if (faults.length > 0) {
    throw new CommandError(faults);
  }
  return given.map(([, text]) => Number(text)) as { [I in keyof G]: number };
}
