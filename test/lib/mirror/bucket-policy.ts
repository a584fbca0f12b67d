interface Statement {
  readonly Effect: 'Allow' | 'Deny';
  readonly Action: string | readonly string[];
  readonly Resource?: unknown;
  readonly NotResource?: unknown;
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

/** Somebody's request for an object. */
export interface ObjectRequest {
  /** `s3:PutObject` */
  readonly action: string;
  readonly key: string;
  /** The role, or user. Services of AWS have none. */
  readonly principalArn?: string;
}

/**
 * True if a bucket policy denies a request over TLS, whatever others allow. Knows as much of IAM as this project's policies need.
 *
 * @param resolve makes a text of an intrinsic function
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
 */
export function denies(
  statements: readonly Statement[],
  { action, key, principalArn }: ObjectRequest,
  resolve: (value: unknown) => string,
): boolean {
  const list = (value: unknown): string[] => (value === undefined ? [] : [value].flat().map(resolve));
  const matches = (patterns: readonly string[], text: string) =>
    patterns.some((pattern) =>
      new RegExp(`^${pattern.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replaceAll('*', '.*')}$`).test(text),
    );
  return statements
    .filter(({ Effect }) => Effect === 'Deny')
    .some(({ Action, Resource, NotResource, Condition = {} }) => {
      const { ArnNotEquals, Bool, ...others } = Condition;
      if (Object.keys(others).length > 0) {
        throw new Error(`a condition that is not imitated: ${Object.keys(others)}`);
      }
      const object = `BUCKET/${key}`;
      const isHere = NotResource === undefined ? matches(list(Resource), object) : !matches(list(NotResource), object);
      // A negated operator holds, too, where the request has no such key.
      const isAnother =
        ArnNotEquals === undefined || !list(ArnNotEquals['aws:PrincipalArn']).includes(principalArn ?? 'none');
      return matches(list(Action), action) && isHere && isAnother && Bool?.['aws:SecureTransport'] !== 'false';
    });
}
