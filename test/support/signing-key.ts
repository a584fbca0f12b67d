import { createSigningKey as create } from '../../local/issuer/signing-key';
import { nextKeyPair } from './rsa-keys';

/** Stands in the tests for the module of the same name of the stand-in: the same, of a key pair that other test files use, too. */
export const createSigningKey = () => create(async () => nextKeyPair());
