import { type Api, createApi } from './api.js';
import { createTokenSource } from './tokens.js';

/** The environment variables that it needs. EXPIRED, a token that has expired, is tried where it is set. */
const NEEDED = ['URL', 'ISSUER', 'CLIENT_ID', 'CLIENT_SECRET'] as const;

const missing = NEEDED.filter((name) => !process.env[name]);
if (missing.length > 0) {
  console.error(missing.map((name) => `${name} — got nothing — expected a value — see README.md`).join('\n'));
  process.exit(1);
}
const [url = '', issuer = '', clientId = '', clientSecret = ''] = NEEDED.map((name) => process.env[name]);
const expired = process.env['EXPIRED'];

const shipment = {
  origin: 'DE',
  destination: 'FR',
  service: 'standard',
  pieces: [{ weightKg: 2.5, lengthCm: 30, widthCm: 20, heightCm: 10 }],
} as const;

const tokensWith = (...scopes: string[]) => createTokenSource({ issuer, clientId, clientSecret, scopes });
const api = createApi(url, tokensWith('quotes:write'));

/** Prints a call: what was asked, the status, and what of the answer is for people. */
function show(call: string, { status, headers }: Response, text: string): void {
  const challenge = headers.get('www-authenticate');
  console.log(`${status} ${call}: ${text}${challenge === null ? '' : ` (${challenge})`}`);
}

async function main(): Promise<void> {
  // Every route.
  const health = await api.GET('/health');
  show('GET /health', health.response, health.data?.status ?? 'failed');

  const me = await api.GET('/me');
  show('GET /me', me.response, me.data ? `${me.data.kind} ${me.data.subject}` : 'failed');

  const quote = await api.POST('/quotes', { body: { ...shipment, pieces: [...shipment.pieces] } });
  show('POST /quotes', quote.response, quote.data ? `${quote.data.total} ${quote.data.currency}` : 'failed');

  // Every kind of refusal: of API Gateway, which knows the token, and of the function, which knows the body.
  await refused('no token', createApi(url));
  await refused(
    'text that is no token',
    createApi(url, async () => 'garbage'),
  );
  if (expired !== undefined) {
    await refused(
      'a token that has expired',
      createApi(url, async () => expired),
    );
  }
  await refused('a token without the scope', createApi(url, tokensWith()));
  await refused('a body with faults', api, { ...shipment, pieces: [] });
}

async function refused(why: string, caller: Api, body: object = shipment): Promise<void> {
  // The cast is for the example: the types refuse most wrong bodies before they are sent.
  const { error, response } = await caller.POST('/quotes', { body: body as never });
  const of = error && 'code' in error ? `${error.code} ${error.faults?.map((fault) => fault.path) ?? ''}` : undefined;
  show(`POST /quotes with ${why}`, response, of ?? error?.message ?? 'not refused');
}

main().catch((error: Error & { cause?: { code?: string } }) => {
  console.error(`${issuer} or ${url} — got ${error.cause?.code ?? error.message} — expected an answer of both`);
  process.exitCode = 1;
});
