import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';
import { isIPv4, isIPv6 } from 'node:net';
import { der } from './der';

/** The key and certificates of an https server, and the one that its clients have to trust. All as PEM. */
export interface ServerCertificate {
  readonly key: string;
  readonly cert: string;
  readonly ca: string;
}

/**
 * A certificate for these DNS names and IP addresses, signed by an authority made for it. The authority's private key
 * is gone when this returns: whoever trusts the authority trusts this one certificate and no other, ever.
 */
export function createServerCertificate(names: readonly string[]): ServerCertificate {
  // P-256, because such keys are made in no time.
  const authority = { name: 'Stand-in for WSO2 IS (authority)', ...generateKeyPairSync('ec', { namedCurve: 'P-256' }) };
  const server = { name: 'Stand-in for WSO2 IS', ...generateKeyPairSync('ec', { namedCurve: 'P-256' }) };
  return {
    key: server.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    cert: pem(createCertificate({ subject: server, signer: authority, use: { serverNames: names } })),
    ca: pem(createCertificate({ subject: authority, signer: authority, use: 'authority' })),
  };
}

function pem(certificate: Buffer): string {
  const lines = certificate.toString('base64').replace(/.{64}(?=.)/g, '$&\n');
  return `-----BEGIN CERTIFICATE-----\n${lines}\n-----END CERTIFICATE-----\n`;
}

/** A key and the name that it has in certificates. */
export interface Party {
  readonly name: string;
  readonly publicKey: KeyObject;
}

export interface CertificateProps {
  /** The subject of the certificate. */
  readonly subject: Party;
  /** The signer: the subject itself, or a certificate authority. */
  readonly signer: Party & { readonly privateKey: KeyObject };
  /**
   * The uses of the key: to sign certificates, to be a TLS server under these DNS names and IP addresses, or to
   * sign tokens.
   */
  readonly use: 'authority' | 'signing' | { readonly serverNames: readonly string[] };
  /** @default an hour ago, for clients whose clock is behind */
  readonly validFrom?: Date;
  /** @default in about a season: longer than anything here runs */
  readonly validTo?: Date;
}

const AN_HOUR_MS = 3_600_000;
const LIFE_MS = 90 * 24 * AN_HOUR_MS;

/**
 * An X.509 certificate (RFC 5280), as DER. Holds what strict clients insist on: key usage and the key identifiers that
 * tie a server's certificate to its authority.
 */
export function createCertificate(props: CertificateProps): Buffer {
  const { subject, signer } = props;
  const { validFrom = new Date(Date.now() - AN_HOUR_MS), validTo = new Date(Date.now() + LIFE_MS) } = props;
  const algorithm = signatureAlgorithm(signer.privateKey);
  const toSign = der.sequence(
    der.tag(0xa0, der.integer(Buffer.from([2]))),
    der.integer(Buffer.concat([Buffer.from([1]), randomBytes(15)])),
    algorithm,
    commonName(signer.name),
    der.sequence(der.time(validFrom), der.time(validTo)),
    commonName(subject.name),
    spki(subject.publicKey),
    der.tag(0xa3, der.sequence(...extensions(props))),
  );
  return der.sequence(toSign, algorithm, der.bits(sign('sha256', toSign, signer.privateKey)));
}

function extensions({ subject, signer, use }: CertificateProps): Buffer[] {
  const identifiers = [
    extension(SUBJECT_KEY_IDENTIFIER, der.octets(keyIdentifier(subject))),
    extension(AUTHORITY_KEY_IDENTIFIER, der.sequence(der.tag(0x80, keyIdentifier(signer)))),
  ];
  switch (use) {
    case 'authority':
      return [
        ...identifiers,
        extension(BASIC_CONSTRAINTS, der.sequence(der.boolean(true)), 'critical'),
        extension(KEY_USAGE, KEY_CERT_SIGN, 'critical'),
      ];
    case 'signing':
      return [...identifiers, extension(KEY_USAGE, DIGITAL_SIGNATURE, 'critical')];
    default:
      return [
        ...identifiers,
        extension(KEY_USAGE, DIGITAL_SIGNATURE, 'critical'),
        extension(EXTENDED_KEY_USAGE, der.sequence(SERVER_AUTH)),
        extension(SUBJECT_ALT_NAME, der.sequence(...use.serverNames.map(generalName))),
      ];
  }
}

const SUBJECT_KEY_IDENTIFIER = der.oid('551d0e');
const KEY_USAGE = der.oid('551d0f');
const SUBJECT_ALT_NAME = der.oid('551d11');
const BASIC_CONSTRAINTS = der.oid('551d13');
const AUTHORITY_KEY_IDENTIFIER = der.oid('551d23');
const EXTENDED_KEY_USAGE = der.oid('551d25');
const SERVER_AUTH = der.oid('2b06010505070301');
const DIGITAL_SIGNATURE = der.bits(Buffer.from([0b1000_0000]), 7);
const KEY_CERT_SIGN = der.bits(Buffer.from([0b0000_0100]), 2);

function extension(id: Buffer, value: Buffer, critical?: 'critical'): Buffer {
  return der.sequence(id, ...(critical ? [der.boolean(true)] : []), der.octets(value));
}

function generalName(name: string): Buffer {
  if (isIPv4(name)) {
    return der.tag(0x87, Buffer.from(name.split('.').map(Number)));
  }
  return isIPv6(name) ? der.tag(0x87, ipv6Bytes(name)) : der.tag(0x82, Buffer.from(name));
}

/** Of the form that a URL has: hexadecimal groups, at most one `::`. */
function ipv6Bytes(address: string): Buffer {
  const [left = [], right = []] = address.split('::').map((half) => half.split(':').filter(Boolean));
  const zeros = Array<string>(8 - left.length - right.length).fill('0');
  return Buffer.from([...left, ...zeros, ...right].map((group) => group.padStart(4, '0')).join(''), 'hex');
}

function signatureAlgorithm(privateKey: KeyObject): Buffer {
  return privateKey.asymmetricKeyType === 'rsa'
    ? der.sequence(der.oid('2a864886f70d01010b'), der.null())
    : der.sequence(der.oid('2a8648ce3d040302'));
}

function commonName(name: string): Buffer {
  return der.sequence(der.set(der.sequence(der.oid('550403'), der.text(name))));
}

function spki(key: KeyObject): Buffer {
  return key.export({ type: 'spki', format: 'der' });
}

function keyIdentifier({ publicKey }: Party): Buffer {
  return createHash('sha1').update(spki(publicKey)).digest();
}
