/** A value of a template that is known only once it is deployed, or not at all. The message names it. */
export class Unresolvable extends Error {
  override readonly name = 'Unresolvable';
}
