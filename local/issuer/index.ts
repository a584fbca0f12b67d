export { createDirectory } from './directory';
export { NAMED_TOKENS, type TokenName } from './named-tokens';
export { type Issuer, startIssuer } from './start-issuer';
