/** What a template says that is known only once it is deployed, or not at all. The message says what. */
export class Unresolvable extends Error {
  override readonly name = 'Unresolvable';
}
