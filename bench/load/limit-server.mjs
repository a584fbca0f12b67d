// The limit: the least that can answer the claims of a verified token. Plain node:http and aws-jwt-verify with the keys at
// hand; no routes, no event, no function, no log.
// Started as `node limit-server.mjs ISSUER AUDIENCE` with the key set on standard input; prints its URL.

import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';
import { JwtVerifier } from 'aws-jwt-verify';

const [, , issuer, audience] = process.argv;
const verifier = JwtVerifier.create({ issuer, audience, jwksUri: `${issuer}/keys-are-given` });
verifier.cacheJwks(JSON.parse(await text(process.stdin)));

const server = createServer((request, response) => {
  try {
    const claims = verifier.verifySync(request.headers.authorization.replace('Bearer ', ''));
    const body = JSON.stringify(claims);
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) });
    response.end(body);
  } catch {
    response.writeHead(401).end();
  }
});
server.listen(0, '127.0.0.1', () => console.log(`http://127.0.0.1:${server.address().port}`));
