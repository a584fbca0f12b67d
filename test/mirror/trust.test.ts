import { createSourceFetch, readSource } from '../../mirror';
import { createCertificate } from '../support/certificate';
import { type HttpsServer, startHttpsServer } from '../support/https-server';
import { ISSUER, METADATA, refusalOf } from './support/source';

let mockRoots: string[] = [];
jest.mock('node:tls', () => ({
  ...jest.requireActual('node:tls'),
  get rootCertificates() {
    return mockRoots;
  },
}));

// A server under a certificate that everybody trusts, as anyone has who gets the name to lead to himself for a moment.
const everybodys = createCertificate({ names: ['id.example.com'] });
let server: HttpsServer;
beforeAll(async () => {
  mockRoots = [everybodys.cert];
  server = await startHttpsServer((_request, response) => response.end(JSON.stringify(METADATA)), everybodys);
});
afterAll(() => server.close());

const read = (ca?: string) => {
  const connectTo = { origin: 'https://id.example.com', host: '127.0.0.1', port: server.port };
  return readSource(ISSUER, createSourceFetch({ ca, connectTo }), () => true);
};

test('the given authority is trusted in place of the public ones, not besides', async () => {
  const { faults } = await refusalOf(read(createCertificate({ names: ['id.example.com'] }).cert));
  expect(faults).toMatchObject([{ code: 'untrusted' }]);
});

test('public authorities are trusted where none is given', async () => {
  expect(await read()).toEqual(METADATA);
});
