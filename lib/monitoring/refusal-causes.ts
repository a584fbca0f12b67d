/** Why callers are turned away: a metric for each, counted in the access log. */
export interface RefusalCause {
  /** Its name on the dashboard. */
  readonly label: string;
  /** The lines of the access log that count, in CloudWatch's filter syntax for JSON. */
  readonly pattern: string;
}

/** A part of `$context.authorizer.error`: API Gateway's own words, as far as they are established. */
const WORDS = {
  NoToken: 'token not provided',
  NotAJwt: 'invalid number of segments',
  WrongAlgorithm: 'signing method',
  WrongAudience: 'valid audience',
  WrongIssuer: 'issuer does not match',
  Expired: 'has expired',
  IssuerUnreachable: 'communication error',
} as const;

/**
 * The answers that are API Gateway's own: of the function it would have Lambda's 200. A function that answers 401, 403 or 429
 * did get the request, and has reasons of its own.
 */
const BY_GATEWAY = '$.integrationStatus != "200"';

const NONE_OF_THEM = Object.values(WORDS)
  .map((words) => `$.authorizerError != "*${words}*"`)
  .join(' && ');

/** All that the authorizer turns away. */
export const REFUSED = `{ ($.status = "401" && ${BY_GATEWAY}) || ($.status = "403" && ${BY_GATEWAY}) }`;

/**
 * The causes, by the name of their metric. Each 401 of API Gateway counts for exactly one: words that are not established,
 * such as those for a wrong signature, count as `OtherToken`.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html
 */
export const REFUSAL_CAUSES = {
  NoToken: unauthorized('no token', WORDS.NoToken),
  NotAJwt: unauthorized('not a JWT, perhaps an opaque token', WORDS.NotAJwt),
  WrongAlgorithm: unauthorized('signed with another algorithm than RSA', WORDS.WrongAlgorithm),
  WrongAudience: unauthorized('for another client', WORDS.WrongAudience),
  WrongIssuer: unauthorized('of another issuer', WORDS.WrongIssuer),
  Expired: unauthorized('expired', WORDS.Expired),
  IssuerUnreachable: unauthorized('WSO2 IS out of reach', WORDS.IssuerUnreachable),
  OtherToken: { label: 'otherwise not valid', pattern: `{ $.status = "401" && ${BY_GATEWAY} && ${NONE_OF_THEM} }` },
  MissingScope: { label: 'without the scope', pattern: `{ $.status = "403" && ${BY_GATEWAY} }` },
  Throttled: { label: 'throttled', pattern: `{ $.status = "429" && ${BY_GATEWAY} }` },
} as const satisfies Record<string, RefusalCause>;

function unauthorized(label: string, words: string): RefusalCause {
  return { label, pattern: `{ $.status = "401" && $.authorizerError = "*${words}*" }` };
}
