import { parseArgs } from 'node:util';

/** What `npm start -- …` was asked for. */
export interface LocalOptions {
  /** A key of `config/environments.ts`. @default 'local' */
  readonly env: string;
  /** A cloud assembly to serve instead of synthesizing our own. @default - ours is synthesized */
  readonly assembly?: string;
  /** Where the gateway listens, on 127.0.0.1. 0 for any free port. @default 3000 */
  readonly port: number;
  /** `embedded` starts the stand-in for WSO2 IS; `external` asks the issuer that the template names. @default 'embedded' */
  readonly issuer: 'embedded' | 'external';
  /** Where the embedded issuer listens. @default - the port of the issuer's URL if that is loopback, else 9443 */
  readonly issuerPort?: number;
  /** A PEM file to trust besides the public roots: for an external WSO2 IS under its self-signed certificate. */
  readonly ca?: string;
  /** Whether an edit reloads. @default true */
  readonly watch: boolean;
  /** Whether to print one JSON line when ready, and nothing else. @default false */
  readonly json: boolean;
}

const FLAGS = {
  env: { type: 'string', default: 'local' },
  assembly: { type: 'string' },
  port: { type: 'string', default: '3000' },
  issuer: { type: 'string', default: 'embedded' },
  'issuer-port': { type: 'string' },
  ca: { type: 'string' },
  'no-watch': { type: 'boolean', default: false },
  json: { type: 'boolean', default: false },
} as const;

/**
 * Reads the flags of `npm start`.
 *
 * @throws Error with every fault: what — got — expected — do this
 */
export function readOptions(args: readonly string[]): LocalOptions {
  const { values, tokens } = parseArgs({ args: [...args], options: FLAGS, strict: false, tokens: true });
  const faults: string[] = [];
  for (const token of tokens) {
    if (token.kind === 'positional' || (token.kind === 'option' && !(token.name in FLAGS))) {
      const got = token.kind === 'option' ? token.rawName : token.value;
      const known = Object.keys(FLAGS).map((name) => `--${name}`);
      faults.push(
        `npm start — got ${got} — expected one of ${known.join(', ')} — write it as: npm start -- --port 3000`,
      );
    }
  }
  const text = (name: keyof typeof FLAGS): string | undefined => {
    const value = values[name];
    if (value === true && FLAGS[name].type === 'string') {
      faults.push(`--${name} — got nothing — expected a value — write --${name} VALUE`);
    }
    return typeof value === 'string' ? value : undefined;
  };
  const portOf = (name: 'port' | 'issuer-port'): number | undefined => {
    const value = text(name);
    if (value !== undefined && !(/^\d{1,5}$/.test(value) && Number(value) <= 65_535)) {
      faults.push(
        `--${name} — got "${value}" — expected a port from 0 to 65535 — write --${name} 3000, or 0 for any free one`,
      );
    }
    return value === undefined ? undefined : Number(value);
  };

  const issuer = text('issuer');
  if (issuer !== 'embedded' && issuer !== 'external') {
    faults.push(`--issuer — got "${issuer}" — expected embedded or external — leave it out to use the embedded one`);
  }
  const options: LocalOptions = {
    env: text('env') ?? '',
    assembly: text('assembly'),
    port: portOf('port') ?? 0,
    issuer: issuer === 'external' ? 'external' : 'embedded',
    issuerPort: portOf('issuer-port'),
    ca: text('ca'),
    watch: values['no-watch'] !== true,
    json: values['json'] === true,
  };
  if (options.ca !== undefined && options.issuer === 'embedded') {
    faults.push('--ca — got a file — expected it with --issuer external only — the embedded issuer is trusted anyway');
  }
  if (faults.length > 0) {
    throw new Error(faults.join('\n'));
  }
  return options;
}
