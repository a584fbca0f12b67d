import type { Json } from '../../local/gateway/authorizer/decision';
import type { JsonObject } from '../../local/gateway/authorizer/strict-json';
import type { TokenFacts } from './token-facts';

const HEADER = ['alg', 'typ', 'kid'] as const;
const CLAIMS = ['iss', 'aud', 'client_id', 'azp', 'aut', 'scope', 'scp', 'iat', 'nbf', 'exp'] as const;

/** The members of a header or of claims that are shown, and the names of the others. */
export interface ShownMembers {
  readonly shown: Readonly<Record<string, Json>>;
  readonly others: readonly string[];
}

/**
 * What is shown of a token: what decides about it and whose it is. Of everything else the names only, since a user's
 * token may hold a name, an address, groups.
 */
export function shownToken({ header, claims }: TokenFacts): {
  readonly header: ShownMembers;
  readonly claims: ShownMembers;
} {
  return { header: pick(header, HEADER), claims: pick(claims, CLAIMS) };
}

function pick(members: JsonObject, names: readonly string[]): ShownMembers {
  return {
    shown: Object.fromEntries(names.flatMap((name) => (members[name] === undefined ? [] : [[name, members[name]]]))),
    others: Object.keys(members).filter((name) => !names.includes(name)),
  };
}
