/** What an execution environment is started with, as worker data. */
export interface Start {
  /** The folder of the function's code. */
  readonly codeDir: string;
  /** `index.handler`. */
  readonly handler: string;
  /** The ARN that the function is invoked by. */
  readonly arn: string;
  /** The major version of the function's runtime, whose rules for handlers hold. */
  readonly nodeVersion: number;
}

/** An invocation. */
export interface Invoke {
  /** As JSON, which is how Lambda hands it over. */
  readonly event: string;
  readonly requestId: string;
  /** `_X_AMZN_TRACE_ID` while it runs. */
  readonly traceId: string;
  /** When its time is up, in milliseconds since 1970. */
  readonly deadline: number;
}

/** What an execution environment has to say. A bare string is the result of its invocation, as JSON. */
export type FromEnvironment =
  | string
  | { readonly kind: 'ready' }
  | { readonly kind: 'log'; readonly stream: 'stdout' | 'stderr'; readonly text: string }
  /** The invocation threw, or its result cannot be sent. The environment goes on. */
  | ({ readonly kind: 'failed' } & FunctionError)
  /** Nothing caught it. The environment ends. */
  | ({ readonly kind: 'died' } & FunctionError);

/** An error as Lambda reports it. */
export interface FunctionError {
  readonly errorType: string;
  readonly errorMessage: string;
}
