/*
 * The mirror: publishes the two documents of a WSO2 IS that the internet cannot reach, so that API Gateway can read them. Pure but
 * for two ports, the fetching of documents and the store of what is published. This file is the only door.
 */

export { checkPublic, createPublicFetch } from './check-public';
export { type DocumentAge, documentAge } from './document-age';
export { type KeyChanges, keyChanges, type NamedKey } from './key-changes';
export { type MirrorKeys, mirrorKeys, publicJwksUri } from './mirror-keys';
export { DOCUMENT_HEADERS, type MirrorRun, type MirrorStore, type PublishProps, publishMirror } from './publish-mirror';
export { type AddressRule, createSourceFetch, isPrivateAddress, readSource, type SourceTrust } from './read-source';
export { type PublishedKey, type Rebuilt, rebuild } from './rebuild';
export { MirrorRefusal, type RefusalCode, type RefusalFault } from './refusal';
export { createS3Store } from './s3-store';
export { defaultKeyOf, type ShippedKey, WSO2_DEFAULT_KEYS } from './wso2-default-keys';
