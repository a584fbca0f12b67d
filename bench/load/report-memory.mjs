// Loaded into the gateway's process before the gateway: answers the message `memory` with the memory that is left after a
// collection, and `resident` with what the process has as it goes, in bytes.
// Ends the process with the one that started it, however that ended.

process.on('message', (message) => {
  if (message === 'memory') {
    globalThis.gc?.();
  }
  const { rss, heapUsed } = process.memoryUsage();
  process.send?.({ rss, heapUsed });
});
process.once('disconnect', () => process.exit());
