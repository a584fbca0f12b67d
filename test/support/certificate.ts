import { generateKeyPairSync, randomBytes, sign } from 'node:crypto';
import { isIPv4 } from 'node:net';

export interface CertificateProps {
  /** DNS names and IPv4 addresses. @default ['localhost', '127.0.0.1'] */
  readonly names?: readonly string[];
  /** @default a minute ago */
  readonly validFrom?: Date;
  /** @default in an hour */
  readonly validTo?: Date;
}

/** Both as PEM. The certificate signs itself, so it is its own CA file. */
export interface Certificate {
  readonly key: string;
  readonly cert: string;
}

/** A throw-away server certificate: P-256, made in memory, never written anywhere. */
export function createCertificate(props: CertificateProps = {}): Certificate {
  const { names = ['localhost', '127.0.0.1'] } = props;
  const { validFrom = new Date(Date.now() - 60_000), validTo = new Date(Date.now() + 3_600_000) } = props;
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const ecdsaWithSha256 = sequence(oid('2a8648ce3d040302'));
  const commonName = tag(0x0c, Buffer.from(names[0] ?? 'localhost'));
  const name = sequence(tag(0x31, sequence(oid('550403'), commonName)));
  const altNames = names.map((alt) =>
    isIPv4(alt) ? tag(0x87, Buffer.from(alt.split('.').map(Number))) : tag(0x82, Buffer.from(alt)),
  );
  const toSign = sequence(
    tag(0xa0, integer(Buffer.from([2]))),
    integer(Buffer.concat([Buffer.from([1]), randomBytes(15)])),
    ecdsaWithSha256,
    name,
    sequence(time(validFrom), time(validTo)),
    name,
    publicKey.export({ type: 'spki', format: 'der' }),
    tag(0xa3, sequence(sequence(oid('551d11'), tag(0x04, sequence(...altNames))))),
  );
  const signature = tag(0x03, Buffer.from([0]), sign('sha256', toSign, privateKey));
  const der = sequence(toSign, ecdsaWithSha256, signature);
  return {
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    cert: `-----BEGIN CERTIFICATE-----\n${der.toString('base64')}\n-----END CERTIFICATE-----\n`,
  };
}

// The little of DER (ITU-T X.690) that a certificate needs: a tag, a length, the content.

function tag(number: number, ...content: readonly Buffer[]): Buffer {
  const { length } = Buffer.concat(content);
  const size = length < 128 ? [length] : length < 256 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([number, ...size]), ...content]);
}

function sequence(...content: readonly Buffer[]): Buffer {
  return tag(0x30, ...content);
}

function integer(content: Buffer): Buffer {
  return tag(0x02, content);
}

function oid(hex: string): Buffer {
  return tag(0x06, Buffer.from(hex, 'hex'));
}

/** GeneralizedTime. */
function time(date: Date): Buffer {
  return tag(0x18, Buffer.from(`${date.toISOString().replace(/\D/g, '').slice(0, 14)}Z`));
}
