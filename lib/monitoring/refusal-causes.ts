/** Why callers are turned away: a metric for each, counted in the access log. */
export interface RefusalCause {
  /** What the dashboard calls it. */
  readonly label: string;
  /** Which lines of the access log count, in CloudWatch's filter syntax for JSON. */
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

const NONE_OF_THEM = Object.values(WORDS)
  .map((words) => `$.authorizerError != "*${words}*"`)
  .join(' && ');

/** All that the authorizer turns away. */
export const REFUSED = '{ $.status = "401" || $.status = "403" }';

/**
 * The causes, by the name of their metric. Each 401 counts for exactly one: words that are not established, such as those
 * for a wrong signature, count as `OtherToken`.
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
  OtherToken: { label: 'otherwise not valid', pattern: `{ $.status = "401" && ${NONE_OF_THEM} }` },
  MissingScope: { label: 'without the scope', pattern: '{ $.status = "403" }' },
  Throttled: { label: 'throttled', pattern: '{ $.status = "429" }' },
} as const satisfies Record<string, RefusalCause>;

function unauthorized(label: string, words: string): RefusalCause {
  return { label, pattern: `{ $.status = "401" && $.authorizerError = "*${words}*" }` };
}
