const printed = { stdout: '', stderr: '' };

/** @param {'stdout' | 'stderr'} name */
function collectIn(name) {
  /** @type {(text: string | Uint8Array, ...rest: any[]) => boolean} */
  return (text, ...rest) => {
    printed[name] += typeof text === 'string' ? text : Buffer.from(text).toString();
    const done = rest.at(-1);
    if (typeof done === 'function') {
      done();
    }
    return true;
  };
}

/**
 * Runs a program for the parent that forked this process, see program.ts: with the arguments that it sends, one run after the other.
 *
 * @param {(args: string[]) => Promise<unknown>} program its result is the exit code, unless that is undefined
 */
module.exports = (program) => {
  process.stdout.write = collectIn('stdout');
  process.stderr.write = collectIn('stderr');
  process.on('message', async (/** @type {string[]} */ args) => {
    Object.assign(printed, { stdout: '', stderr: '' });
    process.exitCode = undefined;
    let code;
    try {
      code = await program(args);
    } catch (error) {
      console.error(error instanceof Error ? error.message : error);
      code = 1;
    }
    process.send?.({ code: code ?? process.exitCode ?? 0, ...printed });
  });
};
