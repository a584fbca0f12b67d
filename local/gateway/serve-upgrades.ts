import type { IncomingMessage, Server } from 'node:http';
import type { Socket } from 'node:net';

/**
 * Serves requests that ask for another protocol as if they did not, which is what HTTP has a server do that speaks no
 * other (RFC 9110 section 7.8).
 *
 * Node by itself does that too, but loses what came in the same packet behind such a request: its body, and the next
 * requests. So the request is put back, with what made it special crossed out, and read again.
 */
export function serveUpgrades(server: Server): void {
  const unanswered = new WeakMap<Socket, Promise<void>>();
  server.on('request', ({ socket }, response) => {
    unanswered.set(socket, new Promise<void>((resolve) => response.once('close', resolve)));
  });
  server.on('upgrade', async (request: IncomingMessage, duplex, behind: Buffer) => {
    const socket = duplex as Socket;
    socket.on('error', () => socket.destroy());
    // Answers are sent in the order of their requests, the last of which is answered last.
    await unanswered.get(socket);
    if (!socket.destroyed) {
      socket.unshift(Buffer.concat([Buffer.from(headOf(request), 'latin1'), behind]));
      server.emit('connection', socket);
    }
  });
}

/** The head of a request, of the same length, with which nothing is asked of the connection but whether it goes on. */
function headOf({ method, url, httpVersion, rawHeaders }: IncomingMessage): string {
  let head = `${method} ${url} HTTP/${httpVersion}\r\n`;
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const name = rawHeaders[index] as string;
    const value = rawHeaders[index + 1] as string;
    head += `${name}: ${/^connection$/i.test(name) ? value.replace(/upgrade/gi, 'ignored') : value}\r\n`;
  }
  return `${head}\r\n`;
}
