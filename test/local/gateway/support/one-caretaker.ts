import { randomUUID } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Kept, keep } from '../../../../local/gateway/function/caretaker';

let kept: Kept | undefined;

/** Has all functions of a test file taken care of by one process, which would end with each of them and start again. */
export function keepCaretaker(): void {
  kept ??= keep(join(tmpdir(), `http-api-tests-${randomUUID()}`));
}

afterAll(() => kept?.clear());
