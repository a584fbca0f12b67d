import { X509Certificate } from 'node:crypto';
import { createCertificate, createServerCertificate } from '../../../local/issuer/certificate';
import { createSigningKey } from '../../../local/issuer/signing-key';
import { nextKeyPair } from '../../support/rsa-keys';

const NAMES = ['is.example.com', 'localhost', '127.0.0.1', '::1', '2001:db8::8a2e:370:7334'];
const { cert, ca } = createServerCertificate(NAMES);
const server = new X509Certificate(cert);
const authority = new X509Certificate(ca);

describe('the certificate of a server', () => {
  it('is for the names it was asked for', () => {
    expect(server.subjectAltName).toBe(
      'DNS:is.example.com, DNS:localhost, IP Address:127.0.0.1, IP Address:0:0:0:0:0:0:0:1, IP Address:2001:DB8:0:0:0:8A2E:370:7334',
    );
    expect(server.checkHost('is.example.com')).toBe('is.example.com');
    expect(server.checkHost('other.example.com')).toBeUndefined();
    expect(server.checkIP('127.0.0.1')).toBe('127.0.0.1');
  });

  it('is signed by an authority, and is none itself', () => {
    expect(server.checkIssued(authority)).toBe(true);
    expect(server.verify(authority.publicKey)).toBe(true);
    expect([authority.ca, server.ca]).toEqual([true, false]);
  });

  it('may only be used for servers', () => {
    expect(server.keyUsage).toEqual(['1.3.6.1.5.5.7.3.1']);
  });

  it('is valid now, and for less than the 398 days that browsers allow', () => {
    const [from, to] = [Date.parse(server.validFrom), Date.parse(server.validTo)];

    expect(from).toBeLessThan(Date.now());
    expect(to).toBeGreaterThan(Date.now());
    expect(to - from).toBeLessThan(398 * 86_400_000);
  });

  it('has another key each time', () => {
    expect(createServerCertificate(['localhost']).key).not.toBe(createServerCertificate(['localhost']).key);
  });
});

it('signs with RSA as well as with an elliptic curve', () => {
  const party = { name: 'RSA', ...nextKeyPair() };
  const certificate = new X509Certificate(createCertificate({ subject: party, signer: party, use: 'signing' }));

  expect(certificate.verify(party.publicKey)).toBe(true);
  expect(certificate.subject).toBe('CN=RSA');
  expect(certificate.ca).toBe(false);
});

it('has a signing key of RSA with 2048 bits, another each time', async () => {
  const keys = await Promise.all([createSigningKey(), createSigningKey()]);

  expect(keys.map(({ privateKey }) => privateKey.asymmetricKeyType)).toEqual(['rsa', 'rsa']);
  expect(keys.map(({ privateKey }) => privateKey.asymmetricKeyDetails?.modulusLength)).toEqual([2048, 2048]);
  expect(new Set(keys.map(({ publicKey }) => publicKey.export({ format: 'jwk' }).n)).size).toBe(2);
});
