/*
 * The authorizer: a token, the keys of its issuer and the rules of a JWT authorizer become a decision with its evidence.
 * Here is the judging, and the fetching of what it needs. Imports nothing but Node and this folder. This file is the only
 * door: everything outside imports from it.
 */

export { RSA_HASHES } from './algorithm';
export type { Check, Claims, Decision, FailedCheck, FailureCode, Json, KeysUsed } from './decision';
export { discoveryUrl, readMetadata } from './discovery';
export { ExactNumber } from './exact-number';
export {
  type ConnectTo,
  createDocumentFetcher,
  FETCH_TIMEOUT_MS,
  MAX_DOCUMENT_BYTES,
  presentedTo,
} from './fetch-document';
export type { FetchDocument, FetchEvidence, FetchFailure, FetchResult } from './fetched-document';
export { type IdentityRequest, parseIdentitySource, tokenOf } from './identity-source';
export { createIssuerKeys } from './issuer-keys';
export { createJwtAuthorizer, type JwtAuthorizer, type JwtAuthorizerModel } from './jwt-authorizer';
export { readKeySet, type UnusableKey } from './key-set';
export type { KeySource } from './keys';
export { printable, printableMember, timeText } from './printable';
export { REFUSALS } from './refusal';
export { tokenScopes } from './scope';
export { createStaticKeys } from './static-keys';
export { isJsonObject, type JsonObject, jsonText, strictJson } from './strict-json';
export { decodeToken, MAX_TOKEN_LENGTH } from './token';
export { trustIn } from './trust';
