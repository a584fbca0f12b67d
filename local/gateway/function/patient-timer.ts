/**
 * A timer that waits as long as breakpoints hold.
 *
 * @param heldMs - how long breakpoints have held so far, in milliseconds
 * @returns stops it
 */
export function startTimer(milliseconds: number, onTime: () => void, heldMs: () => number): () => void {
  const since = performance.now();
  const heldBefore = heldMs();
  let timer = setTimeout(look, milliseconds);

  function look(): void {
    const held = heldMs() - heldBefore;
    const left = milliseconds - (performance.now() - since - held);
    if (held > 0 && left > 0) {
      timer = setTimeout(look, Math.max(left, 10));
    } else {
      onTime();
    }
  }

  return () => clearTimeout(timer);
}
