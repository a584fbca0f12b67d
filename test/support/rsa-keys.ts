import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

interface KeyPair {
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
}

/** More than one test has in use at a time. */
const KEPT = 5;

let given = 0;

/**
 * An RSA key pair of 2048 bits: another than those of the last four calls of a test file, and the same for the first call of
 * each file, and so on. To make one takes a fifth of a second of processor time; so they are made once a run, and kept in its
 * folder.
 */
export function nextKeyPair(): KeyPair {
  const { TEST_RUN_FOLDER: folder } = process.env;
  if (folder === undefined) {
    throw new Error('TEST_RUN_FOLDER is not set: test/support/run-folder.js does, before the first test');
  }
  given = (given % KEPT) + 1;
  const file = join(folder, `key-${given}.pem`);
  const privateKey = kept(file) ?? made(file);
  return { privateKey, publicKey: createPublicKey(privateKey) };
}

function kept(file: string): KeyObject | undefined {
  try {
    return createPrivateKey(readFileSync(file));
  } catch {
    return undefined;
  }
}

/** Whole or not at all, also beside another worker. */
function made(file: string): KeyObject {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  writeFileSync(`${file}.${process.pid}`, privateKey.export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600 });
  renameSync(`${file}.${process.pid}`, file);
  return privateKey;
}
