import { readFunctionEnv } from '../../../commands/start/function-env';
import { tempFolder } from '../../local/gateway/support/temp-folders';

const fileOf = (text: string) => `${tempFolder({ '.env': text })}/.env`;
const errorOf = (file: string) => {
  try {
    readFunctionEnv(file);
    return 'none';
  } catch (error) {
    return (error as Error).message;
  }
};

test('--function-env takes a dotenv file: comments, quotes, values of several lines, export', () => {
  const text = `# how to reach the emulator
AWS_ENDPOINT_URL=http://127.0.0.1:4566 # here
export AWS_ACCESS_KEY_ID=test

AWS_SECRET_ACCESS_KEY="a # b"
KEY='-----BEGIN-----
a = b
-----END-----'
EMPTY=
`;
  expect(readFunctionEnv(fileOf(text))).toEqual({
    AWS_ENDPOINT_URL: 'http://127.0.0.1:4566',
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'a # b',
    KEY: '-----BEGIN-----\na = b\n-----END-----',
    EMPTY: '',
  });
});

test('the mark that Windows puts before a text is no part of the first name', () => {
  expect(readFunctionEnv(fileOf('\uFEFFKEY=1\n'))).toEqual({ KEY: '1' });
});

test('a value that no process can be given is refused at start, and not told [F169]', () => {
  const file = fileOf('KEY=s3cret\0\nOTHER=1\n');
  expect(errorOf(file)).toBe(
    `--function-env ${file}, "KEY" — got a NUL character — expected text — write the value in UTF-8`,
  );
});

test.each(['_HANDLER', 'AWS_REGION', 'AWS_LAMBDA_RUNTIME_API'])('%s is set by Lambda, and refused', (name) => {
  const file = fileOf(`${name}=1\n`);
  expect(errorOf(file)).toContain(`got "${name}" — expected none that Lambda sets itself`);
});

test('every fault of the file is told, and no value [F169]', () => {
  const file = fileOf('A_B=1\nAWS_REGION=s3cret\n\ns3cret words\n9LIVES=s3cret\nLAMBDA_TASK_ROOT=s3cret\n');
  const message = errorOf(file);
  expect(message.split('\n')).toEqual([
    `--function-env ${file}, line 4 — got a line without a variable — expected NAME=value, or a comment after # — put a value of several lines into quotes`,
    `--function-env ${file} — got "9LIVES" — expected names of letters, digits and _, a letter first — rename it`,
    `--function-env ${file} — got "AWS_REGION" — expected none that Lambda sets itself — leave it out: it follows the template, the region that of the stack`,
    `--function-env ${file} — got "LAMBDA_TASK_ROOT" — expected none that Lambda sets itself — leave it out: it follows the template, the region that of the stack`,
  ]);
  expect(message).not.toContain('s3cret');
});

test('a file that is not there, or holds nothing, is one clear error', () => {
  expect(errorOf('nowhere/.env')).toBe(
    '--function-env nowhere/.env — got ENOENT — expected a file with NAME=value in each line — write the file, or leave the flag out',
  );
  const empty = fileOf('# nothing\n');
  expect(errorOf(empty)).toBe(
    `--function-env ${empty} — got a file without a variable — expected NAME=value in a line — leave the flag out`,
  );
});
