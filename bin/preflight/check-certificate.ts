import { UNTRUSTED } from '../support/unreachable';
import type { Fetched } from './check-document';
import type { Findings } from './findings';

const DAY_MS = 86_400_000;
const MIN_DAYS = 14;

/** What is wrong with a certificate, by the code of OpenSSL or Node. */
type Aspect = 'certificate' | 'certificate-name' | 'certificate-validity';

const ASPECTS: Readonly<Record<string, Aspect>> = {
  ERR_TLS_CERT_ALTNAME_INVALID: 'certificate-name',
  CERT_HAS_EXPIRED: 'certificate-validity',
  CERT_NOT_YET_VALID: 'certificate-validity',
};

/** Codes that a server earns too that leaves out the certificates between its own and the authority's. */
const INCOMPLETE = [
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_GET_ISSUER_CERT',
];

const RENEW = 'renew it, and see to it that it is renewed by itself';

/** Which aspect of a certificate was wrong. */
export function certificateFault(code: string | undefined): Aspect {
  return ASPECTS[code ?? ''] ?? 'certificate';
}

/** Whether API Gateway would trust the server: a certificate that only `--ca` vouches for is looked at, but fails. */
export function checkCertificate({ document, publicly, privately, now }: Fetched, findings: Findings): void {
  // The public verdict is the last one, which counts.
  for (const result of [privately, publicly]) {
    if (result && !result.ok && result.failure === 'tls') {
      const aspect = certificateFault(result.code);
      // Node looks at the name after, and only after, it has found the certificate to be trusted.
      if (aspect === 'certificate-name') {
        findings.pass(`${document}-certificate`, 'trusted');
      }
      findings.fail(`${document}-${aspect}`, result.reason, adviceFor(result.code));
    }
  }
  const { certificate } = privately ?? publicly;
  if (!certificate) {
    return;
  }
  if (publicly.certificate) {
    findings.pass(`${document}-certificate`, `of ${certificate.issuer}`);
  }
  findings.pass(
    `${document}-certificate-name`,
    certificate.subject || 'a certificate without a subject, for this host',
  );
  const until = `until ${new Date(certificate.validTo).toISOString().slice(0, 10)}`;
  if (certificate.validTo - now < MIN_DAYS * DAY_MS) {
    findings.fail(`${document}-certificate-validity`, until, RENEW);
  } else {
    findings.pass(`${document}-certificate-validity`, until);
  }
}

function adviceFor(code = ''): string {
  switch (certificateFault(code)) {
    case 'certificate-name':
      return 'get a certificate that names the host of the URL, or use the host that it names';
    case 'certificate-validity':
      return code === 'CERT_HAS_EXPIRED' ? RENEW : 'wait until it is valid, or check the clock of this machine';
    case 'certificate':
      if (INCOMPLETE.includes(code)) {
        return 'let the server send its whole chain (intermediate certificates too), under a public certificate authority';
      }
      return UNTRUSTED.includes(code)
        ? 'put a certificate of a public authority on the proxy or load balancer before WSO2 IS, or on WSO2 IS itself; API Gateway cannot be given another one to trust'
        : 'let the server speak TLS 1.2 or 1.3 there: by default 9443 is the https port of WSO2 IS, and 9763 the http one';
  }
}
