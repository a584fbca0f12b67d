/**
 * The little of DER (ITU-T X.690) that a certificate needs: a tag, a length, the content. Node can read certificates but
 * not make them, and what makes them on npm brings a dozen packages along.
 */
export const der = {
  tag,
  sequence: (...content: readonly Buffer[]) => tag(0x30, ...content),
  set: (...content: readonly Buffer[]) => tag(0x31, ...content),
  integer: (content: Buffer) => tag(0x02, content),
  boolean: (value: boolean) => tag(0x01, Buffer.from([value ? 0xff : 0])),
  null: () => tag(0x05),
  octets: (content: Buffer) => tag(0x04, content),
  /** @param unused - how many bits of the last byte do not count */
  bits: (content: Buffer, unused = 0) => tag(0x03, Buffer.from([unused]), content),
  text: (content: string) => tag(0x0c, Buffer.from(content)),
  /** @param hex - the content, encoded: `550403` for 2.5.4.3 */
  oid: (hex: string) => tag(0x06, Buffer.from(hex, 'hex')),
  /** UTCTime, which RFC 5280 wants until 2049. */
  time: (date: Date) => tag(0x17, Buffer.from(`${date.toISOString().replace(/\D/g, '').slice(2, 14)}Z`)),
};

function tag(number: number, ...content: readonly Buffer[]): Buffer {
  const { length } = Buffer.concat(content);
  const size = length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([number, ...size]), ...content]);
}
