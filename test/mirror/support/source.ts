import type { FetchDocument, FetchResult } from '../../../local/authorizer';
import type { Json } from '../../../local/authorizer/decision';
import { DOCUMENT_HEADERS, MirrorRefusal, type MirrorStore } from '../../../mirror';

export const ISSUER = 'https://id.example.com/oauth2/token';
export const DISCOVERY_URL = `${ISSUER}/.well-known/openid-configuration`;
export const JWKS_URL = 'https://id.example.com/oauth2/jwks';
export const KEYS = { discovery: 'oauth2/token/.well-known/openid-configuration', jwks: 'oauth2/jwks' };

/** The discovery document as WSO2 IS writes it, as far as matters here. */
export const METADATA = {
  issuer: ISSUER,
  jwks_uri: JWKS_URL,
  token_endpoint: 'https://id.example.com/oauth2/token',
  introspection_endpoint: 'https://id.example.com/oauth2/introspect',
};

/** The evidence of an answer; the members that a test gives are other than usual. */
export type Answer = Partial<FetchResult> & { readonly json?: Json };

/** A WSO2 IS in a private network, which answers with these documents. */
export function sourceOf(
  jwks: Json,
  { metadata = METADATA as Json, ...other }: Answer & { metadata?: Json } = {},
): FetchDocument {
  return async (url) => {
    const json = url === DISCOVERY_URL ? metadata : jwks;
    return {
      url,
      milliseconds: 5,
      address: '10.0.3.7',
      status: 200,
      headers: {},
      ok: true,
      json,
      ...other,
    } as FetchResult;
  };
}

/** A bucket in memory, which tells what was put, and can fail. */
export interface MemoryStore extends MirrorStore {
  readonly texts: Map<string, string>;
  readonly put: jest.MockedFunction<MirrorStore['put']>;
}

export function memoryStore(texts: Readonly<Record<string, string>> = {}, headers: object = {}): MemoryStore {
  const stored = new Map(Object.entries(texts));
  return {
    texts: stored,
    get: async (key) => {
      const text = stored.get(key);
      return text === undefined ? undefined : { bytes: Buffer.from(text), ...DOCUMENT_HEADERS, ...headers };
    },
    put: jest.fn(async (key: string, text: string) => void stored.set(key, text)),
  };
}

/** The refusal with which this ends. */
export async function refusalOf(ended: Promise<unknown>): Promise<MirrorRefusal> {
  const error: unknown = await ended.then(
    () => new Error('it was not refused'),
    (reason: unknown) => reason,
  );
  if (error instanceof MirrorRefusal) {
    return error;
  }
  throw error;
}
