import { mirroredDocuments } from '../../lib/mirror/mirrored-documents';
import { mirrorKeys, publicJwksUri } from '../../mirror';

test.each([
  ['https://id.example.com/oauth2/token', 'oauth2/token/.well-known/openid-configuration', 'oauth2/jwks'],
  [
    'https://id.example.com/t/acme.com/oauth2/token',
    't/acme.com/oauth2/token/.well-known/openid-configuration',
    't/acme.com/oauth2/jwks',
  ],
  [
    'https://id.example.com/t/acme/o/10084a8d/oauth2/token',
    't/acme/o/10084a8d/oauth2/token/.well-known/openid-configuration',
    't/acme/o/10084a8d/oauth2/jwks',
  ],
  [
    'https://id.example.com/auth/oauth2/token',
    'auth/oauth2/token/.well-known/openid-configuration',
    'auth/oauth2/jwks',
  ],
  [
    'https://id.example.com/oauth2/oidcdiscovery',
    'oauth2/oidcdiscovery/.well-known/openid-configuration',
    'oauth2/jwks',
  ],
  ['https://id.example.com/t/acme', 't/acme/.well-known/openid-configuration', 't/acme/oauth2/jwks'],
  ['https://id.example.com', '.well-known/openid-configuration', 'oauth2/jwks'],
])('the documents of %s stand where WSO2 IS has them', (issuer, discovery, jwks) => {
  expect(mirrorKeys(issuer)).toEqual({ discovery, jwks });
  // The stack lets the publisher write these two, and no others.
  expect(mirroredDocuments(issuer)).toEqual({ discovery, jwks });
  expect(publicJwksUri(issuer)).toBe(`https://id.example.com/${jwks}`);
});
