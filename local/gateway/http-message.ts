/** A request as it arrived, without a socket, so that what follows can be tried without one. */
export interface HttpRequest {
  readonly method: string;
  /** Of HTTP, as the request line names it: `1.1`. */
  readonly version: string;
  /** The request target as sent: path and query, percent-encoded. */
  readonly target: string;
  /** By lower-cased name; the values of a repeated header are joined with a comma, those of `cookie` with a semicolon. */
  readonly headers: Readonly<Record<string, string>>;
  /** The size of the request line and the header values, in bytes. */
  readonly headerBytes: number;
  /** Undefined when there is none, or an empty one. */
  readonly body: Buffer | undefined;
  /** True where the body was longer than is read; it is then left out. */
  readonly bodyTooLong: boolean;
  readonly sourceIp: string;
  /** True where the client has gone, or at least sends no more. @default - it has not */
  readonly hasLeft?: () => boolean;
}

/** A response without the headers that every response has: `date`, `content-length` and `apigw-requestid`. */
export interface HttpResponse {
  readonly status: number;
  /** Names and values in turn, in the order in which they are sent. */
  readonly headers: readonly string[];
  readonly body: string | Buffer;
}

/** An answer of API Gateway itself: a message as JSON. */
export function messageResponse(status: number, message: string): HttpResponse {
  return { status, headers: ['content-type', 'application/json'], body: JSON.stringify({ message }) };
}
