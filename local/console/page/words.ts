/** A span of time for people, in its two largest units: `2 h 5 min`. */
export function spanText(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  const [d, h, min, s] = [
    Math.floor(whole / 86400),
    Math.floor(whole / 3600) % 24,
    Math.floor(whole / 60) % 60,
    whole % 60,
  ];
  const parts = [d && `${d} d`, h && `${h} h`, min && `${min} min`, s && `${s} s`];
  const first = parts.findIndex(Boolean);
  return first === -1
    ? '0 s'
    : parts
        .slice(first, first + 2)
        .filter(Boolean)
        .join(' ');
}

/** As precise as it is useful: `0.8 ms`, `12 ms`, `1.25 s`. */
export function millisecondsText(milliseconds: number): string {
  if (milliseconds >= 1000) {
    return `${(milliseconds / 1000).toFixed(2)} s`;
  }
  return `${milliseconds < 10 ? Number(milliseconds.toFixed(1)) : Math.round(milliseconds)} ms`;
}

/** Local time, to the second. */
export function clockText(at: number): string {
  return new Date(at).toTimeString().slice(0, 8);
}

/** JSON laid out for people; any other text as it is. */
export function laidOut(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}

/** A line that a function logged, without what is the same on each: level and message of a JSON line. */
export function outputText(line: string): string {
  try {
    const logged = JSON.parse(line) as Readonly<Record<string, unknown>>;
    const { level, message, _aws: metrics, ...others } = logged;
    if (typeof message === 'string') {
      return [level, message].filter(Boolean).join(' ');
    }
    return metrics === undefined ? line : `metrics ${JSON.stringify(others)}`;
  } catch {
    return line;
  }
}

/** The usual words for a status of HTTP. */
export const STATUS_WORDS: Readonly<Record<number, string>> = {
  200: 'OK',
  201: 'Created',
  202: 'Accepted',
  204: 'No Content',
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  405: 'Method Not Allowed',
  409: 'Conflict',
  413: 'Content Too Large',
  415: 'Unsupported Media Type',
  422: 'Unprocessable Content',
  429: 'Too Many Requests',
  500: 'Internal Server Error',
  501: 'Not Implemented',
  502: 'Bad Gateway',
  503: 'Service Unavailable',
  504: 'Gateway Timeout',
};

export function plural(count: number, one: string, many = `${one}s`): string {
  return `${count.toLocaleString('en')} ${count === 1 ? one : many}`;
}
