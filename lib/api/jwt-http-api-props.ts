import type { Duration, RemovalPolicy } from 'aws-cdk-lib';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { Cors, Route, Throttle } from './types';

/** A route, and the function behind it. */
export interface HandledRoute extends Route {
  /**
   * The function behind it: a function or an alias, of any language, of this stack, another one, or imported. A function that is
   * imported by its ARN, and is not of the stack's account, has to let API Gateway invoke it by itself.
   *
   * @default - the handler of the API
   */
  readonly handler?: IFunction;
}

export interface JwtHttpApiProps {
  /**
   * The name of the API in the console of API Gateway; several may have the same. 1–128 characters.
   *
   * @default - made of the construct's path, so that two APIs of one stack are told apart
   */
  readonly apiName?: string;

  /**
   * The issuer URL, byte for byte the `iss` of the tokens. API Gateway fetches
   * `{issuer}/.well-known/openid-configuration` when the authorizer is created, and the keys from its `jwks_uri` ever after.
   */
  readonly issuer: string;

  /**
   * True allows an issuer on a loopback or private host. API Gateway could not reach it: only for `npm start`.
   *
   * @default false
   */
  readonly allowPrivateIssuer?: boolean;

  /** The values that a token's `aud` (or, where it has none, `client_id`) may have. 1–50, unique. */
  readonly audience: readonly string[];

  /**
   * The place that the token is read from: `$request.header.NAME` or `$request.querystring.NAME`.
   *
   * @default '$request.header.Authorization'
   */
  readonly identitySource?: string;

  /** The routes of the API, each with those who may call it and, where it is not the API's, its handler. 1–300. */
  readonly routes: readonly HandledRoute[];

  /**
   * The function behind the routes that have no handler of their own: a function or an alias, of any language, of this stack,
   * another one, or imported.
   *
   * @default - none: each route has its own
   */
  readonly handler?: IFunction;

  /**
   * The time that API Gateway waits for a function. At most 29 seconds.
   *
   * @default Duration.seconds(29)
   */
  readonly integrationTimeout?: Duration;

  /** The limit for all routes and callers together. */
  readonly throttle: Throttle;

  /**
   * The pages of other origins that may call.
   *
   * @default - none
   */
  readonly cors?: Cors;

  /**
   * True has the API answer over IPv6 too.
   *
   * @default false
   */
  readonly dualStack?: boolean;

  /**
   * True switches the `execute-api` address off, because the API has a domain name of its own.
   *
   * @default false
   */
  readonly customDomainOnly?: boolean;

  /**
   * True gives each route metrics of its own.
   *
   * @default true
   */
  readonly detailedMetrics?: boolean;

  /**
   * True where the API's domain name asks for client certificates, so that the access log says whose they were.
   *
   * @default false
   */
  readonly clientCertificates?: boolean;

  /** The time for which the access log is kept. */
  readonly logRetention: RetentionDays;

  /**
   * The fate of the access log when the stack is deleted.
   *
   * @default RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE
   */
  readonly logRemovalPolicy?: RemovalPolicy;

  /**
   * The key that encrypts the access log.
   *
   * @default - a key of CloudWatch's own
   */
  readonly logKey?: IKey;
}
