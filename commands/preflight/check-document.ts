import type { FetchResult, Json } from '../../local/authorizer';
import { HANDBOOK, UNTRUSTED } from '../wso2/places';
import { answerAdvice } from './answer-advice';
import type { DocumentName, Findings } from './preflight-check';

/** The outcome of asking for a document. */
export interface Fetched {
  readonly document: DocumentName;
  /** The environment is one that is never deployed. */
  readonly laptopOnly: boolean;
  /** Under public certificate authorities only. */
  readonly publicly: FetchResult;
  /** With the `--ca` file besides. @default not asked */
  readonly privately?: FetchResult;
  /** In milliseconds since 1970. */
  readonly now: number;
}

/** From there on an answer is too close to API Gateway's limit, in milliseconds. */
const SLOW_MS = 1000;

const SLOW =
  'make it faster, and ask again: a WSO2 IS that has just started is slow at first; API Gateway asks from its own region, which may be farther away';

/**
 * Checks that API Gateway gets a document.
 *
 * @returns the document, if this machine gets it, though API Gateway might not
 */
export function checkDocument(fetched: Fetched, findings: Findings): Json | undefined {
  const { document, laptopOnly, publicly, privately } = fetched;
  const seen = privately ?? publicly;
  if (seen.address === undefined) {
    findings.fail(`${document}-connection`, seen.ok ? 'no address' : seen.reason, connectionAdvice(seen, laptopOnly));
    return undefined;
  }
  findings.pass(`${document}-connection`, seen.address);
  checkCertificate(fetched, findings);

  if (seen.status === 200) {
    findings.pass(`${document}-answer`, 'status 200');
  }
  const failure = seen.ok ? undefined : seen.failure;
  if (!seen.ok && failure === 'timeout') {
    findings.fail(`${document}-time`, seen.reason, SLOW);
  } else if (!seen.ok && (failure === 'status' || failure === 'redirect' || failure === 'interrupted')) {
    findings.fail(`${document}-answer`, seen.reason, answerAdvice(document, seen));
  }
  if (seen.bytes === undefined) {
    return undefined;
  }

  const milliseconds = Math.ceil(seen.milliseconds);
  if (milliseconds > SLOW_MS) {
    findings.warn(`${document}-time`, `${milliseconds} ms`, SLOW);
  } else {
    findings.pass(`${document}-time`, `${milliseconds} ms`);
  }
  if (!seen.ok && failure === 'too-large') {
    findings.fail(
      `${document}-size`,
      seen.reason,
      'see what answers there; WSO2 IS lists every private key of its primary keystore, so take out those it does not need',
    );
    return undefined;
  }
  findings.pass(`${document}-size`, `${seen.bytes} bytes`);
  if (!seen.ok) {
    findings.fail(`${document}-json`, `${seen.reason}: ${seen.excerpt || 'nothing'}`, contentAdvice(document));
    return undefined;
  }
  findings.pass(`${document}-json`, 'JSON');
  return seen.json;
}

function connectionAdvice(result: FetchResult, laptopOnly: boolean): string {
  if (!result.ok && result.failure === 'dns') {
    return 'give the host an address first';
  }
  return laptopOnly
    ? 'run npm start, which stands in for WSO2 IS, or start your own'
    : `open the port to the internet, and check that WSO2 IS or the proxy before it listens there, or publish its two documents: ${HANDBOOK.privateNetwork}; where only a web proxy leads out of your network, look from another`;
}

function contentAdvice(document: DocumentName): string {
  return document === 'jwks'
    ? 'WSO2 IS answers 200 with the text of an error where it cannot read its keys: see repository/logs/wso2carbon.log, and [keystore.primary] in deployment.toml'
    : 'see what answers there: often it is a login or error page of the proxy before WSO2 IS';
}

const DAY_MS = 86_400_000;
const MIN_DAYS = 14;

/** The aspect of a certificate that can be wrong, by the code of OpenSSL or Node. */
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

/** The aspect of a certificate that was wrong. */
export function certificateFault(code: string | undefined): Aspect {
  return ASPECTS[code ?? ''] ?? 'certificate';
}

/** Checks that API Gateway would trust the server: a certificate that only `--ca` vouches for is looked at, but fails. */
function checkCertificate({ document, publicly, privately, now }: Fetched, findings: Findings): void {
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
        ? `put a certificate of a public authority on the proxy or load balancer before WSO2 IS, or on WSO2 IS itself; API Gateway cannot be given another one to trust, but a mirror can: ${HANDBOOK.privateNetwork}`
        : 'let the server speak TLS 1.2 or 1.3 there: by default 9443 is the https port of WSO2 IS, and 9763 the http one';
  }
}
