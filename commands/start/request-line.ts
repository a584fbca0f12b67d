import { type Check, printable } from '../../local/authorizer';
import type { RequestRecord } from '../../local/gateway';
import { withoutSecrets } from '../kit/secret-names';
import { type Colour, type Paint, plain } from './paint';

/** The longest part of a path, or of a reason, that is shown, in characters. */
const MAX_SHOWN = 2000;

/** The line of a request: time, status, method and path, how long it took, who called, and why where it was refused. */
export function requestLine(record: RequestRecord, paint: Paint = plain): string {
  const { time, method, path, status, decision, reason, durationMs } = record;
  const why = decision && !decision.allowed ? whyRefused(decision.failed) : reason;
  return [
    paint('gray', clockTime(time)),
    paint(colourOf(status), String(status)),
    shown(`${method} ${path}`),
    `${Math.round(durationMs)} ms`,
    callerOf(record) ?? '-',
    ...(why === undefined ? [] : [paint('yellow', shown(why))]),
  ].join('  ');
}

/** Local time, to the second. */
function clockTime(time: number): string {
  return new Date(time).toTimeString().slice(0, 8);
}

function colourOf(status: number): Colour {
  return status >= 500 ? 'red' : status >= 400 ? 'yellow' : 'green';
}

/** The caller that the token names: the user's subject, or else the application; undefined where there is no token to say it. */
export function callerOf({ decision }: Pick<RequestRecord, 'decision'>): string | undefined {
  // The scope is asked for last: of a token that lacks it, all else was verified.
  if (!decision?.allowed && decision?.failed.name !== 'scope') {
    return undefined;
  }
  const { sub, client_id: client, azp } = decision.claims ?? {};
  const caller = [sub, client, azp].find((claim) => typeof claim === 'string' && claim !== '');
  return caller === undefined ? undefined : shown(String(caller));
}

function whyRefused({ name, found, expected }: Check): string {
  return `${name}: found ${found}, expected ${expected}`;
}

/**
 * Any page that is open in a browser can ask for a path that would steer the terminal, and anybody by mistake for one with
 * a token in it.
 */
function shown(text: string): string {
  return printable(withoutSecrets(text), MAX_SHOWN);
}
