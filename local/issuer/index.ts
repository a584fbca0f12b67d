/*
 * The stand-in for WSO2 IS: an OpenID provider with WSO2's paths and tokens, and tokens that are wrong on purpose.
 * Imports local/fault and local/host-names, and a provider library; no other package of local/. This file is the only door:
 * everything outside imports from it.
 */

export { createDirectory } from './directory';
export { NAMED_TOKENS, type TokenName } from './named-tokens';
export { grantableScopes } from './scopes';
export { type Issuer, startIssuer } from './start-issuer';
export { type Release, TOKEN_SHAPES } from './token-shape';
