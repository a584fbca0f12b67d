import { execFile } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { createServer, type RequestListener } from 'node:http';
import { type AddressInfo, createServer as createTcpServer } from 'node:net';
import { promisify } from 'node:util';
import { createDocumentFetcher, MAX_DOCUMENT_BYTES } from '../../../local/authorizer/fetch-document';
import { createCertificate } from '../../support/certificate';
import { type HttpsServer, startHttpsServer } from '../../support/https-server';

let listener: RequestListener;
let server: HttpsServer;

beforeAll(async () => {
  server = await startHttpsServer((request, response) => listener(request, response));
});
afterAll(() => server.close());

describe('a document', () => {
  test('is had with the evidence for it [F73]', async () => {
    listener = (request, response) => {
      const { url, headers } = request;
      response.setHeader('content-type', 'application/json').end(JSON.stringify({ url, host: headers.host }));
    };
    expect(await get('/jwks?a=b')).toEqual({
      ok: true,
      url: `${server.origin}/jwks?a=b`,
      json: { url: '/jwks?a=b', host: `localhost:${server.port}` },
      milliseconds: expect.any(Number),
      address: '127.0.0.1',
      certificate: {
        subject: 'CN=localhost',
        issuer: 'CN=localhost',
        validFrom: expect.any(Number),
        validTo: expect.any(Number),
      },
      status: 200,
      contentType: 'application/json',
      headers: expect.objectContaining({ 'content-type': 'application/json', connection: expect.any(String) }),
      bytes: 44,
    });
  });

  test.each([
    [301, 'redirect', `status 301, which leads to https://elsewhere.example/`],
    [302, 'redirect', 'status 302, which leads to https://elsewhere.example/'],
    [500, 'status', 'status 500'],
    [404, 'status', 'status 404'],
    [204, 'status', 'status 204'],
  ])('is not had with status %d [F69]', async (status, failure, reason) => {
    listener = (_request, response) => {
      response.writeHead(status, { location: 'https://elsewhere.example/' }).end('{}');
    };
    expect(await get()).toMatchObject({ ok: false, failure, reason, status, location: 'https://elsewhere.example/' });
  });

  test('is not had from a page [F69]', async () => {
    listener = (_request, response) => {
      response.setHeader('content-type', 'text/html').end('<html>\u001b[31m');
    };
    expect(await get()).toMatchObject({
      failure: 'not-json',
      excerpt: '<html>\\u001b[31m',
      contentType: 'text/html',
      bytes: 11,
    });
  });

  test('is had with as many bytes as API Gateway takes, and not with one more [F66]', async () => {
    listener = (_request, response) => response.end(`"${'x'.repeat(MAX_DOCUMENT_BYTES - 2)}"`);
    expect(await get()).toMatchObject({ ok: true, bytes: 150_000 });
    listener = (_request, response) => response.end(`"${'x'.repeat(MAX_DOCUMENT_BYTES - 1)}"`);
    expect(await get()).toMatchObject({ failure: 'too-large', reason: 'more than 150000 bytes' });
  });

  test('is not read on when it is without end', async () => {
    listener = (_request, response) => {
      const write = () => {
        while (!response.destroyed && response.write('x'.repeat(10_000)));
      };
      response.on('drain', write);
      write();
    };
    expect(await get()).toMatchObject({ failure: 'too-large' });
  });

  test.each<[string, RequestListener]>([
    ['does not answer', () => {}],
    ['stops in the middle', (_request, response) => response.write('{')],
  ])('is not waited for past the limit when the server %s', async (_fact, slow) => {
    listener = slow;
    expect(await get('/', { timeoutMs: 100 })).toMatchObject({
      failure: 'timeout',
      reason: 'not complete within 100 ms',
    });
  });

  test('is given as long as API Gateway gives it [F65]', async () => {
    const timeout = jest.spyOn(AbortSignal, 'timeout');
    listener = (_request, response) => response.end('{}');
    await get();
    const { calls } = timeout.mock;
    timeout.mockRestore();
    expect(calls).toEqual([[1500]]);
  });

  test('is not had when the connection ends before it', async () => {
    listener = (_request, response) => {
      response.writeHead(200, { 'content-length': 10 }).write('{');
      setImmediate(() => response.destroy());
    };
    expect(await get()).toMatchObject({ failure: 'interrupted', status: 200 });
    listener = (request) => request.destroy();
    expect(await get()).toMatchObject({ failure: 'interrupted' });
  });

  test.each(['http://localhost/', 'file:///etc/passwd', 'not a URL', ''])(
    'is not asked for at %p [F67]',
    async (url) => {
      expect(await createDocumentFetcher()(url)).toMatchObject({
        ok: false,
        failure: 'url',
        reason: 'not an https URL',
        url,
      });
    },
  );

  test('is not had from a host without address', async () => {
    expect(await createDocumentFetcher()(`https://${'x'.repeat(64)}.invalid/`)).toMatchObject({ failure: 'dns' });
  });

  test('is not had where nobody listens', async () => {
    const gone = await startHttpsServer(() => {});
    await gone.close();
    expect(await createDocumentFetcher()(gone.origin)).toMatchObject({
      failure: 'connect',
      reason: expect.stringContaining('ECONNREFUSED'),
    });
  });
});

describe('trust', () => {
  beforeEach(() => {
    listener = (_request, response) => response.end('{}');
  });

  test('is not given to a certificate that signs itself [F68]', async () => {
    expect(await createDocumentFetcher()(server.origin)).toMatchObject({
      failure: 'tls',
      reason: expect.stringContaining('DEPTH_ZERO_SELF_SIGNED_CERT'),
      address: '127.0.0.1',
    });
  });

  test('is for a person to give: a refused certificate is shown by its fingerprint, and is sent nothing', async () => {
    let asked = 0;
    listener = (_request, response) => {
      asked += 1;
      response.end('{}');
    };
    const result = await createDocumentFetcher()(server.origin);
    expect(result).toMatchObject({
      ok: false,
      reason: expect.stringMatching(`, SHA-256 fingerprint ${new X509Certificate(server.ca).fingerprint256}$`),
    });
    expect(result.certificate).toBeUndefined();
    expect(asked).toBe(0);
  });

  test('leaves the fingerprint out of what is not about the certificate', async () => {
    listener = (request) => void request.socket.destroy();
    const result = await createDocumentFetcher({ ca: server.ca })(server.origin);
    expect(result).toMatchObject({ failure: 'interrupted', reason: expect.not.stringContaining('fingerprint') });
  });

  test('cannot be switched on for everybody by the environment [F68]', async () => {
    // A process of its own, since jest keeps the real environment away from its tests.
    const script = `require('./local/authorizer/fetch-document').createDocumentFetcher()('${server.origin}')
      .then((result) => console.log(result.failure))`;
    const env = { ...process.env, NODE_TLS_REJECT_UNAUTHORIZED: '0' };
    const { stdout } = await promisify(execFile)(
      process.execPath,
      ['--require', './commands/kit/typescript.cjs', '-e', script],
      { env },
    );
    expect(stdout.trim()).toBe('tls');
  });

  test('cannot be asked for with what is no certificate', () => {
    expect(() => createDocumentFetcher({ ca: 'no certificate' })).toThrow('PEM');
  });

  test('is not given because some other certificate is trusted', async () => {
    expect(await createDocumentFetcher({ ca: createCertificate().cert })(server.origin)).toMatchObject({
      failure: 'tls',
    });
  });

  test.each([
    ['for another name', { names: ['is.example.com'] }, 'ERR_TLS_CERT_ALTNAME_INVALID'],
    ['that has expired', { validTo: new Date(Date.now() - 1000) }, 'CERT_HAS_EXPIRED'],
    ['that is not valid yet', { validFrom: new Date(Date.now() + 60_000) }, 'CERT_NOT_YET_VALID'],
  ])('is not given to a known certificate %s [F68]', async (_fact, props, code) => {
    const other = await startHttpsServer(listener, createCertificate(props));
    try {
      expect(await createDocumentFetcher({ ca: other.ca })(other.origin)).toMatchObject({
        failure: 'tls',
        reason: expect.stringContaining(code),
      });
    } finally {
      await other.close();
    }
  });

  test('is not given to a server without TLS', async () => {
    const plain = createServer(listener).listen(0, '127.0.0.1');
    await new Promise((resolve) => plain.once('listening', resolve));
    const { port } = plain.address() as AddressInfo;
    expect(await createDocumentFetcher()(`https://localhost:${port}`)).toMatchObject({ failure: 'tls' });
    await new Promise((resolve) => plain.close(resolve));
  });

  test('is not waited for when a server never says hello', async () => {
    const mute = createTcpServer((socket) => socket.resume()).listen(0, '127.0.0.1');
    await new Promise((resolve) => mute.once('listening', resolve));
    const { port } = mute.address() as AddressInfo;
    const fetchDocument = createDocumentFetcher({ timeoutMs: 100 });
    expect(await fetchDocument(`https://localhost:${port}`)).toMatchObject({ failure: 'timeout' });
    await new Promise((resolve) => mute.close(resolve));
  });
});

describe('connecting to another address', () => {
  const origin = 'https://is.example.com';

  test('connects to another place under the name of the URL [F73]', async () => {
    const embedded = await startHttpsServer(
      (request, response) => response.end(JSON.stringify({ host: request.headers.host })),
      createCertificate({ names: ['is.example.com'] }),
    );
    const connectTo = { origin, host: '127.0.0.1', port: embedded.port };
    const fetchDocument = createDocumentFetcher({ ca: embedded.ca, connectTo });
    expect(await fetchDocument(`${origin}/oauth2/jwks`)).toMatchObject({ ok: true, json: { host: 'is.example.com' } });
    expect(await fetchDocument(`${origin}:443/oauth2/jwks`)).toMatchObject({ ok: true });
    await embedded.close();
  });

  test('does not lower trust: the certificate must be for the name of the URL', async () => {
    const fetchDocument = createDocumentFetcher({
      ca: server.ca,
      connectTo: { origin, host: 'localhost', port: server.port },
    });
    expect(await fetchDocument(`${origin}/`)).toMatchObject({
      failure: 'tls',
      reason: expect.stringContaining('ERR_TLS_CERT_ALTNAME_INVALID'),
    });
  });

  test('does not lower trust: a certificate for the address that is led to is not one for the address asked for', async () => {
    listener = (_request, response) => response.end('{}');
    const connectTo = { origin: 'https://192.0.2.1', host: '127.0.0.1', port: server.port };
    expect(await createDocumentFetcher({ ca: server.ca, connectTo })('https://192.0.2.1/')).toMatchObject({
      failure: 'tls',
      reason: expect.stringContaining('ERR_TLS_CERT_ALTNAME_INVALID'),
    });
  });

  test('does not lead other origins', async () => {
    listener = (_request, response) => response.end('{}');
    const connectTo = { origin, host: '127.0.0.1', port: 1 };
    expect(await createDocumentFetcher({ ca: server.ca, connectTo })(server.origin)).toMatchObject({ ok: true });
  });
});

/** Asks the server of these tests, trusting it. */
function get(path = '/', props: { readonly timeoutMs?: number } = {}) {
  return createDocumentFetcher({ ca: server.ca, ...props })(`${server.origin}${path}`);
}
