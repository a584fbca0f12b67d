// Sends requests with one token, each connection the next one as soon as it has its answer, in a process of its own: the
// servers do not wait for it, nor it for them.
// Takes { url, token, connections, seconds } on standard input, where no process list shows the token; prints what came back.

import { text } from 'node:stream/consumers';
import autocannon from 'autocannon';

const { url, token, connections, seconds } = JSON.parse(await text(process.stdin));
const result = await autocannon({
  url,
  connections,
  duration: seconds,
  headers: { authorization: `Bearer ${token}` },
});
console.log(
  JSON.stringify({
    answered: result['2xx'],
    perSecond: result['2xx'] / result.duration,
    p50: result.latency.p50,
    p99: result.latency.p99,
    // Whatever is not an answer of 2xx; autocannon counts a time-out as an error too.
    failed: result.non2xx + result.errors + result.resets,
  }),
);
