import { execFileSync } from 'node:child_process';
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { writeTokenFile } from '../../../commands/start/token-file';
import type { Issuer } from '../../../local/issuer';
import { tempFolder } from '../../local/gateway/support/temp-folders';

/** The tokens of a stand-in that is in its second generation. */
let generation = 1;
const issuer = { issuer: 'https://localhost:9443/oauth2/token', token: (name: string) => `${name}-${generation}` };

function written() {
  const path = join(tempFolder({}), 'tokens');
  const file = writeTokenFile({
    path,
    issuer: issuer as unknown as Issuer,
    url: () => 'http://127.0.0.1:3000',
    caFile: "/home/o'brien/ca.pem",
  });
  return { path, file };
}

test('can be read by its owner only', () => {
  const { path, file } = written();
  expect(statSync(path).mode & 0o777).toBe(0o600);
  file.close();
});

test('gives a shell that loads it the tokens, and how to reach gateway and issuer', () => {
  const { path, file } = written();
  const script = '. "$0"; printf "%s\\n" "$VALID" "$EXPIRED" "$NO_SCOPE" "$URL" "$ISSUER" "$CA_FILE"';
  expect(execFileSync('sh', ['-c', script, path], { encoding: 'utf8' }).split('\n')).toEqual([
    'valid-1',
    'expired-1',
    'noScope-1',
    'http://127.0.0.1:3000',
    'https://localhost:9443/oauth2/token',
    "/home/o'brien/ca.pem",
    '',
  ]);
  file.close();
});

test('is renewed when it is told to, and every ten minutes', () => {
  jest.useFakeTimers();
  const { path, file } = written();
  generation = 2;
  file.renew();
  expect(readFileSync(path, 'utf8')).toContain('valid-2');
  generation = 3;
  jest.advanceTimersByTime(600_000);
  expect(readFileSync(path, 'utf8')).toContain('valid-3');
  file.close();
  generation = 4;
  jest.advanceTimersByTime(600_000);
  expect(readFileSync(path, 'utf8')).toContain('valid-3');
  generation = 1;
  jest.useRealTimers();
});
