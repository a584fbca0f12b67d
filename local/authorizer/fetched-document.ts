import type { Json } from './decision';

/** Why a document was not had. */
export type FetchFailure =
  /** Not an https URL. */
  | 'url'
  /** The host name has no address. */
  | 'dns'
  /** No connection to any address. */
  | 'connect'
  /** No TLS, or a certificate that is not trusted, not valid now, or for another name. */
  | 'tls'
  /** Not complete within the limit, connecting included. */
  | 'timeout'
  /** The connection ended before the document did. */
  | 'interrupted'
  | 'redirect'
  /** A status that is neither 200 nor a redirect. */
  | 'status'
  | 'too-large'
  | 'not-json';

/** The evidence of a fetch, as far as it got. */
export interface FetchEvidence {
  readonly url: string;
  /** From the question to the end of the document or to the failure. */
  readonly milliseconds: number;
  /** The IP address that answered. */
  readonly address?: string;
  /** The server's certificate, once it is trusted. */
  readonly certificate?: PresentedCertificate;
  readonly status?: number;
  readonly contentType?: string;
  /** The other headers too, by their names in lower case, made printable. */
  readonly headers?: Readonly<Record<string, string>>;
  /** The target of a redirect. */
  readonly location?: string;
  /** The length of the body, in bytes; of a body that is too large, what was read of it. */
  readonly bytes?: number;
  /** The first characters, made printable, of a body that should have been JSON and is not. */
  readonly excerpt?: string;
}

/** The certificate of a server. */
export interface PresentedCertificate {
  /** One line, such as `CN=is.example.com`. */
  readonly subject: string;
  /** The name of its signer, likewise. */
  readonly issuer: string;
  /** In milliseconds since 1970. */
  readonly validFrom: number;
  readonly validTo: number;
}

/** The document, or why it was not had; with the evidence either way. */
export type FetchResult = FetchEvidence &
  (
    | { readonly ok: true; readonly json: Json }
    | {
        readonly ok: false;
        readonly failure: FetchFailure;
        /** In words, with the value; of a certificate that was refused with its SHA-256 fingerprint. */
        readonly reason: string;
        /** Node's error code where there was one, such as `ECONNREFUSED`, or OpenSSL's, such as `CERT_HAS_EXPIRED`. */
        readonly code?: string | undefined;
      }
  );

/** Fetches a JSON document. Every failure is an answer, none an exception. */
export type FetchDocument = (url: string) => Promise<FetchResult>;
