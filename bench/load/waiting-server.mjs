// The limit for a function that waits: a bare node:http server that waits as long, for as many requests at a time as there are.
// Started as `node waiting-server.mjs MILLISECONDS`; prints its URL.

import { createServer } from 'node:http';

const waitMs = Number(process.argv[2]);
const server = createServer((_, response) => {
  setTimeout(() => {
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': 2 });
    response.end('{}');
  }, waitMs);
});
server.listen(0, '127.0.0.1', () => console.log(`http://127.0.0.1:${server.address().port}`));
