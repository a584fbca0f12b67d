import { ConsoleFault, type TokenAnswer, type TokenOffer, type TokenWish } from '../../local/console';
import {
  grantableScopes,
  type Issuer,
  NAMED_TOKENS,
  type Release,
  TOKEN_SHAPES,
  type TokenName,
} from '../../local/issuer';

/** The tokens that the stand-in can make. */
export function tokenOffer({ directory }: Issuer): TokenOffer {
  const { clients, users } = directory;
  return {
    named: Object.entries(NAMED_TOKENS).map(([name, { group, what }]) => ({ name, group, what })),
    clientIds: clients.map(({ id }) => id),
    users: users.map(({ username, password, scopes }) => ({ username, password, scopes })),
    scopes: [...new Set(clients.flatMap(({ scopes }) => scopes))],
    releases: Object.keys(TOKEN_SHAPES),
  };
}

/**
 * Makes a token.
 *
 * @throws ConsoleFault where the stand-in does not know what was asked for
 */
export function makeToken(issuer: Issuer, wish: TokenWish): TokenAnswer {
  if (wish.kind === 'named') {
    if (!Object.hasOwn(NAMED_TOKENS, wish.name)) {
      throw new ConsoleFault('There is no token of that name.', { status: 400 });
    }
    const name = wish.name as TokenName;
    return { token: issuer.token(name), what: NAMED_TOKENS[name].what };
  }
  const { clientId, username, scopes, release, lifetime } = wish;
  const { directory } = issuer;
  const user = directory.users.find((one) => one.username === username);
  const unknown = [
    ...(directory.clients.some(({ id }) => id === clientId) ? [] : ['client']),
    ...(username === undefined || user ? [] : ['user']),
    ...(Object.hasOwn(TOKEN_SHAPES, release) ? [] : ['release']),
  ];
  if (unknown.length > 0) {
    throw new ConsoleFault(`The stand-in does not know this ${unknown.join(', nor this ')}.`, { status: 400 });
  }
  const grantable = grantableScopes({ directory, clientId, userId: user?.id });
  const granted = scopes.filter((scope) => grantable.includes(scope));
  const left = scopes.filter((scope) => !grantable.includes(scope));
  const who = user ? `${user.username} by ${clientId}` : clientId;
  return {
    token: issuer.mint({ clientId, user, scopes: granted, release: release as Release, lifetime }),
    what: `For ${who}, as WSO2 IS ${release} writes it, with ${granted.join(' ') || 'no scope'}, for ${lifetime} s.${
      left.length > 0 ? ` Not granted: ${left.join(' ')}.` : ''
    }`,
  };
}
