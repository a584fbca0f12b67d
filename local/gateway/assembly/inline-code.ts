import { createHash, randomUUID } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { keep } from '../function/caretaker';

/** One folder for all such code, which goes when the process ends. */
let root: string | undefined;

/**
 * The folder of code that a template holds as text (`Code.ZipFile`). CloudFormation puts it into one file, `index.js`, and
 * with no `package.json` beside it that is a CommonJS module. The same code has the same folder.
 *
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-properties-lambda-function-code.html
 */
export function inlineCodeDir(code: string): string {
  root ??= keep(join(tmpdir(), `http-api-inline-${randomUUID()}`)).path;
  const folder = join(root, createHash('sha256').update(code).digest('hex').slice(0, 16));
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'index.js'), code);
  return folder;
}
