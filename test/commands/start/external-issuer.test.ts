import { X509Certificate } from 'node:crypto';
import { startLaptop } from '../../../commands/start/laptop';
import { writeAssembly } from '../../local/gateway/support/assembly';
import { type HttpsServer, startHttpsServer } from '../../support/https-server';

const silent = { onProgress: () => {}, onRequest: () => {}, onFunctionLog: () => {} };

/** `npm start -- --issuer external` for a template with this issuer. */
function startFor(issuer: string) {
  const assembly = writeAssembly({
    routes: { 'GET /me': { scopes: [] } },
    authorizer: { JwtConfiguration: { Audience: ['client'], Issuer: issuer } },
  });
  return startLaptop(
    { context: [], assembly, port: 0, issuer: 'external', watch: false, verbose: false, json: false },
    silent,
  );
}

describe('an external issuer', () => {
  let server: HttpsServer;
  beforeAll(async () => {
    server = await startHttpsServer((_request, response) => response.end('{}'));
  });
  afterAll(() => server.close());

  test('whose certificate nobody vouches for is refused, shown by its fingerprint, with the way to trust it', async () => {
    const { fingerprint256 } = new X509Certificate(server.ca);
    await expect(startFor(`${server.origin}/oauth2/token`)).rejects.toThrow(
      new RegExp(
        `^${server.origin}/oauth2/token — got DEPTH_ZERO_SELF_SIGNED_CERT: [^—]*, SHA-256 fingerprint ${fingerprint256} — ` +
          'expected a certificate of a trusted authority — save it with "openssl .* --ca is.pem .*; or leave out --issuer external$',
      ),
    );
  });

  test('that does not listen is told so, without a word of certificates', async () => {
    const gone = await startHttpsServer(() => {});
    await gone.close();
    await expect(startFor(`${gone.origin}/oauth2/token`)).rejects.toThrow(
      /— got ECONNREFUSED[^—]* — expected WSO2 IS to answer there — check host and port, and that WSO2 IS runs; or leave out --issuer external$/,
    );
  });
});
