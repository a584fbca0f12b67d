import { show } from '../../lib/check/fault';
import { hostNameOf } from '../../local/host-names';
import { CommandError, type Flags, type FlagValues } from '../kit/command';
import { CONFIG_FLAGS } from '../project/context-flags';

/** The flags of `npm start -- …`. */
export const LOCAL_FLAGS = {
  ...CONFIG_FLAGS,
  assembly: { type: 'string', value: 'DIR', describe: 'a cdk.out to serve instead of synthesizing ours' },
  api: {
    type: 'string',
    value: 'STACK/LOGICALID',
    describe: 'which HTTP API to serve, where the assembly has more than one',
  },
  port: { type: 'string', value: 'N', default: '3000', describe: 'where the gateway listens; 0 for any free port' },
  'console-port': {
    type: 'string',
    value: 'N',
    default: '3001',
    describe: 'where the console listens, a page that shows what happens to a token; 0 for any free port',
  },
  'no-console': { type: 'boolean', describe: 'serve no console' },
  issuer: {
    type: 'string',
    value: 'WHICH',
    default: 'embedded',
    oneOf: ['embedded', 'external'],
    describe: 'the stand-in for WSO2 IS, or the issuer that the template names',
  },
  'issuer-port': {
    type: 'string',
    value: 'N',
    describe: "where the stand-in listens (default: the port of the issuer's URL if loopback, else 9443)",
  },
  ca: { type: 'string', value: 'FILE', describe: 'a PEM file to trust, for an external WSO2 IS that is self-signed' },
  'allow-host': {
    type: 'string',
    value: 'NAME',
    multiple: true,
    describe: 'a host name to answer to besides localhost: that of a tunnel, or of this machine to a container',
  },
  'function-env': { type: 'string', value: 'FILE', describe: 'variables for all functions, a dotenv file' },
  inspect: {
    type: 'string',
    value: 'PORT',
    alone: '9229',
    describe:
      'debuggers attach at this port; breakpoints in lambda/ hold, and timeouts wait (9229 where none is given)',
  },
  verbose: { type: 'boolean', describe: 'print what functions log as they log it' },
  'no-watch': { type: 'boolean', describe: 'do not reload after an edit' },
  json: { type: 'boolean', describe: 'print one JSON line when ready, and one for each reload that fails' },
} as const satisfies Flags;

/** The values of the flags of `npm start`. */
export interface LocalOptions {
  /** The configuration to synthesize, as `-c` names it. */
  readonly context: readonly string[];
  /** A cloud assembly to serve instead of synthesizing our own. @default - ours is synthesized */
  readonly assembly?: string;
  /** The HTTP API to serve, as `STACK/LOGICALID`. @default - the only one of the assembly */
  readonly api?: string;
  /** The port of the local gateway, on 127.0.0.1. 0 for any free port. */
  readonly port: number;
  /** Port of the console on 127.0.0.1. 0 for any free port. @default - there is no console */
  readonly consolePort?: number;
  /** `embedded` starts the stand-in for WSO2 IS; `external` asks the issuer that the template names. */
  readonly issuer: 'embedded' | 'external';
  /** The port of the stand-in. @default - the port of the issuer's URL if that is loopback, else 9443 */
  readonly issuerPort?: number;
  /** A PEM file to trust besides the public roots: for an external WSO2 IS under its self-signed certificate. */
  readonly ca?: string;
  /** Host names that the gateway answers to besides this machine's and the API's own. @default - none */
  readonly allowHosts?: readonly string[];
  /** A dotenv file with environment variables for all functions. @default - they have those of the template */
  readonly functionEnv?: string;
  /** The port where debuggers attach; 0 for any free one. @default - they cannot */
  readonly inspect?: number;
  /** True to print the log of functions as they write it, and not in short. */
  readonly verbose: boolean;
  /** True if an edit reloads. */
  readonly watch: boolean;
  /** True to print one JSON line when ready, one for each reload that fails, and nothing else. */
  readonly json: boolean;
}

/**
 * Makes options of the flags.
 *
 * @throws CommandError with every fault: a port that is none, `--ca` for an issuer that needs none
 */
export function localOptions({ flags }: FlagValues<typeof LOCAL_FLAGS>): LocalOptions {
  const given = (['port', 'console-port', 'issuer-port', 'inspect'] as const).flatMap((name) => ({
    name,
    value: flags[name],
  }));
  const faults = given
    .filter(({ value }) => value !== undefined && !(/^\d{1,5}$/.test(value) && Number(value) <= 65_535))
    .map(({ name, value }) => ({
      what: `--${name}`,
      got: show(value),
      expected: 'a port from 0 to 65535',
      fix: name === 'inspect' ? 'write --inspect=9229' : `write --${name} 3000, or 0 for any free one`,
    }));
  for (const name of flags['allow-host']) {
    const bare = name.replace(/^\*\./, '').toLowerCase();
    if (hostNameOf(bare) !== bare) {
      const fix =
        'write --allow-host my-tunnel.example.com, or --allow-host "*.example.com" for every name directly below it';
      faults.push({ what: '--allow-host', got: show(name), expected: 'a host name without scheme and port', fix });
    }
  }
  if (flags.ca !== undefined && flags.issuer === 'embedded') {
    const expected = 'it with --issuer external only';
    faults.push({ what: '--ca', got: 'a file', expected, fix: 'leave it out: the stand-in is trusted anyway' });
  }
  if (faults.length > 0) {
    throw new CommandError(faults);
  }
  return {
    context: flags.context,
    assembly: flags.assembly,
    api: flags.api,
    port: Number(flags.port),
    consolePort: flags['no-console'] ? undefined : Number(flags['console-port']),
    issuer: flags.issuer === 'external' ? 'external' : 'embedded',
    issuerPort: flags['issuer-port'] === undefined ? undefined : Number(flags['issuer-port']),
    ca: flags.ca,
    allowHosts: flags['allow-host'],
    functionEnv: flags['function-env'],
    inspect: flags.inspect === undefined ? undefined : Number(flags.inspect),
    verbose: flags.verbose,
    watch: !flags['no-watch'],
    json: flags.json,
  };
}
