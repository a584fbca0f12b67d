import type { Failure } from './failure';

/** What to do about a signing method that API Gateway refuses. */
export function algorithmAdvice({ token }: Failure): string[] {
  const algorithm = String(token.header['alg']);
  if (/^none$/i.test(algorithm)) {
    return [
      'The token is not signed: nobody can tell who made it.',
      'If WSO2 IS issued it, set validation_response_signing_algorithm in deployment.toml back to SHA256withRSA.',
    ];
  }
  if (algorithm.startsWith('HS')) {
    return [
      'The token is signed with a shared secret. WSO2 IS issues no such access token: it is from another issuer, or forged with the public key as the secret.',
    ];
  }
  return [
    ...(token.kind === 'ID token' ? ['This looks like an ID token: send the access token.'] : []),
    ...(algorithm.startsWith('PS')
      ? ['AWS says that RSA-based algorithms are supported; whether PS algorithms are among them is not established.']
      : []),
    'WSO2 IS signs access tokens with the server-wide algorithm: set validation_response_signing_algorithm in deployment.toml to SHA256withRSA, its default. An application can have another one for ID tokens only.',
  ];
}
