// Loaded into the gateway's process before the gateway: answers each message with the memory that is left after a collection.
// Ends the process with the one that started it, however that ended.

process.on('message', () => {
  globalThis.gc?.();
  const { rss, heapUsed } = process.memoryUsage();
  process.send?.({ rss, heapUsed });
});
process.once('disconnect', () => process.exit());
