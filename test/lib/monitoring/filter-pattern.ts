/**
 * Says whether a line of a JSON log matches a filter pattern, as CloudWatch Logs does: comparisons of strings with `=` and
 * `!=`, `*` for any characters, `&&` within parentheses before `||`. A comparison of a member that is not there never matches.
 *
 * @throws Error for anything else of the syntax
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html
 */
export function matches(pattern: string, line: string): boolean {
  const [, expression] = /^\{ (.+) \}$/.exec(pattern) ?? [];
  if (expression === undefined) {
    throw new Error(`not a pattern for JSON: ${pattern}`);
  }
  const members = JSON.parse(line) as Record<string, unknown>;
  return expression
    .split(' || ')
    .map((all) => all.replace(/^\((.+)\)$/, '$1').split(' && '))
    .some((all) => all.every((comparison) => holds(comparison, members)));
}

function holds(comparison: string, members: Readonly<Record<string, unknown>>): boolean {
  const [, name = '', operator, value = ''] = /^\$\.(\w+) (=|!=) "([^"\\]*)"$/.exec(comparison) ?? [];
  if (operator === undefined) {
    throw new Error(`not a comparison of strings: ${comparison}`);
  }
  const found = members[name];
  if (typeof found !== 'string') {
    return false;
  }
  const parts = value.split('*').map((part) => part.replace(/[.+?^${}()|[\]]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`, 's').test(found) === (operator === '=');
}
