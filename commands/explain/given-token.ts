import { text } from 'node:stream/consumers';
import { isJsonObject, strictJson } from '../../local/authorizer';
import { CommandError, type CommandIo } from '../kit/command';
import { promptSecret } from '../kit/prompt';

const INSTEAD = 'pipe it in: npm run --silent token | npm run --silent explain -- -';

/**
 * The token to explain: the argument, standard input for `-`, or what is typed at the prompt where there is no argument.
 *
 * @throws CommandError when there is none in it
 */
export async function givenToken(argument: string | undefined, io: CommandIo): Promise<string> {
  const given = await read(argument, io);
  const picked = pickToken(given);
  if ('got' in picked) {
    const what = argument === '-' ? 'the token on standard input' : 'the token';
    const expected = 'a token, an Authorization line, or a token response with access_token';
    throw new CommandError([{ what, got: picked.got, expected, fix: INSTEAD }]);
  }
  if (picked.taken !== undefined) {
    io.err(`took ${picked.taken}`);
  }
  return picked.token;
}

async function read(argument: string | undefined, io: CommandIo): Promise<string> {
  switch (argument) {
    case undefined:
      return promptSecret('the token (not shown)', INSTEAD, io);
    case '-':
      return text(io.stdin);
    default:
      io.err(
        'a token on the command line stays in the history of the shell and in the log of npm: prefer - or the prompt',
      );
      return argument;
  }
}

/** A token, and out of what it was taken. */
export interface PickedToken {
  readonly token: string;
  /** The parts that were left out or changed, for people; undefined where the text was the token and nothing else. */
  readonly taken?: string;
}

/** Why there is no token in a text. Holds nothing of it. */
export interface NoToken {
  readonly got: string;
}

const BEARER = /(?:^|[\s"':>])(bearer)([ \t]+)([^\s"',]+)/i;
/** Another scheme, which is also a word that people write: only at the beginning, and before a JWT. */
const OTHER_SCHEME = /(?:^|authorization:)[ \t]*(token|jwt|dpop|oauth)([ \t]+)(eyJ[\w-]*\.[\w-]+\.[\w-]*)/im;
/** All that a token, of whatever kind, is made of. */
const TOKEN = /^[\w.~+/=-]+$/;

/**
 * The token in what people paste or pipe: the token itself, an `Authorization` line, the JSON of a token response with or
 * without the header lines of `curl -i`, the output of an `npm run` that was not silent, or a token broken into lines.
 */
export function pickToken(text: string): PickedToken | NoToken {
  const response = jsonIn(text);
  if (response !== undefined) {
    return fromResponse(response);
  }
  const [, scheme, gap, credentials] = BEARER.exec(text) ?? OTHER_SCHEME.exec(text) ?? [];
  if (scheme !== undefined && gap !== undefined && credentials !== undefined) {
    return { token: credentials, taken: `the token of an Authorization line${oddPrefix(scheme, gap)}` };
  }
  const lines = text.split(/\r?\n/).map((line) => line.trim());
  // What npm prints before it runs a script.
  const own = lines.filter((line) => line !== '' && !line.startsWith('> ')).map(unquoted);
  const [first] = own;
  if (first === undefined) {
    return { got: 'nothing' };
  }
  if (own.some((line) => !TOKEN.test(line))) {
    return { got: own.length === 1 ? 'characters that no token has' : `${own.length} lines that are no token` };
  }
  if (own.length > 1) {
    return { token: own.join(''), taken: `${own.length} lines, joined to one token` };
  }
  return { token: first };
}

/** The difference from `Bearer` and one space before a token, which API Gateway takes off; empty where there is none. */
function oddPrefix(scheme: string, gap: string): string {
  if (scheme !== 'Bearer') {
    return `, which says ${scheme}: write Bearer, anything else may be refused`;
  }
  return gap === ' ' ? '' : ', which has more than one space after Bearer: write one, anything else may be refused';
}

/** The JSON object that the text is, or ends with. */
function jsonIn(text: string): Readonly<Record<string, unknown>> | undefined {
  const start = text.search(/^\s*\{/m);
  const json = start === -1 ? undefined : strictJson(Buffer.from(text.slice(start)));
  return isJsonObject(json) ? json : undefined;
}

function fromResponse({ access_token, id_token, error }: Readonly<Record<string, unknown>>): PickedToken | NoToken {
  if (typeof access_token === 'string' && access_token !== '') {
    return { token: access_token, taken: 'the access_token of a token response' };
  }
  if (error !== undefined) {
    return { got: 'an error response of the token endpoint' };
  }
  return { got: id_token === undefined ? 'JSON without access_token' : 'JSON with an id_token, without access_token' };
}

function unquoted(line: string): string {
  return line.replace(/^(["'])(.*)\1$/, '$2');
}
