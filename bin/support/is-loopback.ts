/** Whether a URL's host is this machine: what is sent there over http, nobody else reads. */
export function isLoopback({ hostname }: URL): boolean {
  return ['localhost', '127.0.0.1', '[::1]'].includes(hostname);
}
