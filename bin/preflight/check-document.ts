import type { Json } from '../../local/gateway/authorizer/decision';
import type { FetchResult } from '../../local/gateway/authorizer/fetched-document';
import { answerAdvice } from './answer-advice';
import { checkCertificate } from './check-certificate';
import type { Findings } from './findings';
import type { DocumentName } from './preflight-check';

/** What came of asking for a document. */
export interface Fetched {
  readonly document: DocumentName;
  /** Whether the environment is one that is never deployed. */
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
 * Whether API Gateway gets a document.
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
    : 'open the port to the internet, and check that WSO2 IS or the proxy before it listens there; where only a web proxy leads out of your network, look from another';
}

function contentAdvice(document: DocumentName): string {
  return document === 'jwks'
    ? 'WSO2 IS answers 200 with the text of an error where it cannot read its keys: see repository/logs/wso2carbon.log, and [keystore.primary] in deployment.toml'
    : 'see what answers there: often it is a login or error page of the proxy before WSO2 IS';
}
