import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { HANDBOOK, silenceAdvice, unreachable } from '../../../commands/wso2/places';

const PLACE = { url: 'https://localhost:9443/oauth2/token', laptopOnly: true };
const FINGERPRINT = `${'AB:'.repeat(31)}AB`;

describe('a server whose certificate signs itself', () => {
  const fault = unreachable({ code: 'DEPTH_ZERO_SELF_SIGNED_CERT', fingerprint: FINGERPRINT }, PLACE);

  test('is told by the fingerprint of what it presented', () => {
    expect(fault.got).toBe(`DEPTH_ZERO_SELF_SIGNED_CERT, SHA-256 fingerprint ${FINGERPRINT}`);
  });

  test('leads to a file that a person has compared, and never to trust without that', () => {
    expect(fault.fix).toBe(
      'save it with "openssl s_client -connect localhost:9443 </dev/null | openssl x509 -out is.pem", compare what ' +
        '"openssl x509 -in is.pem -noout -fingerprint -sha256" says with the keystore of the server, and give it with --ca is.pem ' +
        '(docs/wso2-identity-server.md, "Your own IS on this laptop"; API Gateway itself trusts public authorities only)',
    );
  });

  test.each([
    ['https://is.example.com/oauth2/token', 'is.example.com:443'],
    ['https://[::1]:9443/oauth2/token', '[::1]:9443'],
  ])('at %s is asked at its own address', (url, address) => {
    expect(silenceAdvice('DEPTH_ZERO_SELF_SIGNED_CERT', { ...PLACE, url }).fix).toContain(`-connect ${address} <`);
  });

  test('puts nothing into a line for a shell but a host', () => {
    const url = 'https://a$(id)/oauth2/token';
    expect(silenceAdvice('DEPTH_ZERO_SELF_SIGNED_CERT', { ...PLACE, url }).fix).toContain('-connect HOST:443 <');
  });
});

test.each(['SELF_SIGNED_CERT_IN_CHAIN', 'UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY'])(
  'a certificate of an authority that is not known (%s) leads to that of the authority: its own would not do',
  (code) => {
    expect(silenceAdvice(code, PLACE).fix).toMatch(
      /^get the certificate of the authority that signed it, or its own where it signs itself, from whoever runs the server/,
    );
  },
);

test.each([
  [PLACE.url, /^make one of your own, those that WSO2 ships run out: docs.*"A certificate for localhost"$/],
  ['https://is.example.com/oauth2/token', /^renew it at WSO2 IS, or at the proxy in front of it$/],
])('an expired certificate of %s is to be replaced', (url, fix) => {
  expect(silenceAdvice('CERT_HAS_EXPIRED', { ...PLACE, url }).fix).toMatch(fix);
});

test('what is not about a certificate shows no fingerprint', () => {
  expect(unreachable({ code: 'ECONNRESET', fingerprint: FINGERPRINT }, PLACE).got).toBe('ECONNRESET');
  expect(unreachable({ code: 'ABORT_ERR' }, PLACE).got).toBe('no answer in time');
  expect(unreachable(new Error('?'), PLACE).got).toBe('no answer');
});

test.each(Object.values(HANDBOOK))('%s is there', (place) => {
  const [, file = '', heading = ''] = /^(\S+), "(.+)"$/.exec(place) ?? [];
  expect(readFileSync(join(__dirname, '../../..', file), 'utf8')).toMatch(new RegExp(`^#+ ${heading}$`, 'm'));
});
