/** Keeps what is written to standard output and standard error from the terminal, and gives it to the test. */
export function captureOutput(): { readonly text: () => string; readonly lines: () => Record<string, unknown>[] } {
  let text = '';
  const keep = (chunk: unknown) => {
    text += String(chunk);
    return true;
  };

  beforeEach(() => {
    text = '';
    jest.spyOn(process.stdout, 'write').mockImplementation(keep);
    jest.spyOn(process.stderr, 'write').mockImplementation(keep);
  });
  afterEach(() => {
    jest.restoreAllMocks();
  });

  return {
    text: () => text,
    lines: () => text.split('\n').flatMap((line) => (line === '' ? [] : [JSON.parse(line)])),
  };
}
