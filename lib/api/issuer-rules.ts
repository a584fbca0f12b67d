import { type Advice, show } from '../check/fault';
import { whyNotPublic } from './public-host';

const DISCOVERY = '/.well-known/openid-configuration';

/**
 * The faults of an issuer URL. It is looked at as the string it is: API Gateway compares `iss` byte for byte, so a
 * spelling that a URL parser would forgive lets no token through.
 *
 * @param issuer the configured value
 * @param allowPrivate whether loopback and private hosts are fine, because nothing is deployed
 * @param instead what else to do about such a host. Default: nothing
 */
export function issuerFaults(issuer: string, allowPrivate: boolean, instead?: string): Advice[] {
  const trimmed = issuer.trim();
  if (trimmed !== issuer) {
    return [fault('no white space around it', `write ${show(trimmed)}`)];
  }
  if (!URL.canParse(issuer)) {
    return [
      fault(
        'an https URL',
        'copy `issuer` from WSO2 IS: curl https://HOST/oauth2/token/.well-known/openid-configuration',
      ),
    ];
  }

  const url = new URL(issuer);
  const [, authority = ''] = /^[a-z]+:\/\/([^/?#]*)/i.exec(issuer) ?? [];
  const host = authority.slice(authority.lastIndexOf('@') + 1);
  const faults: Advice[] = [];

  if (url.protocol !== 'https:') {
    faults.push(
      fault('an https URL, API Gateway refuses any other', `write ${show(issuer.replace(/^[^:]*/, 'https'))}`),
    );
  }
  if (authority.includes('@')) {
    faults.push(fault('no user info', `write ${show(issuer.replace(`${authority}`, host))}`));
  }
  if (issuer.includes('?')) {
    faults.push(fault('no query', 'remove the part from `?` on'));
  }
  if (issuer.includes('#')) {
    faults.push(fault('no fragment', 'remove the part from `#` on'));
  }
  if (host !== host.toLowerCase()) {
    faults.push(
      fault(
        'the host in lower case, as WSO2 IS writes it into `iss`',
        `write ${show(issuer.replace(host, host.toLowerCase()))}`,
      ),
    );
  }
  if (/:443$/.test(host) && url.protocol === 'https:') {
    faults.push(
      fault(
        'no `:443`, WSO2 IS leaves the default port out of `iss`',
        `write ${show(issuer.replace(/:443(?=\/|$)/, ''))}`,
      ),
    );
  }
  if (issuer.endsWith(DISCOVERY)) {
    faults.push(fault('the issuer, not its discovery document', `write ${show(issuer.slice(0, -DISCOVERY.length))}`));
  } else if (issuer.endsWith('/')) {
    faults.push(
      fault('no slash at the end, WSO2 IS writes none into `iss`', `write ${show(issuer.replace(/\/+$/, ''))}`),
    );
  }
  const reason = allowPrivate ? undefined : whyNotPublic(url.hostname);
  if (reason !== undefined) {
    faults.push(
      fault(
        `a host on the internet (this is a ${reason}), because API Gateway fetches the issuer's keys from there`,
        `give WSO2 IS a public host name${instead === undefined ? '' : `, or ${instead}`}`,
      ),
    );
  }
  if (faults.length === 0 && issuer !== canonical(url)) {
    faults.push(fault('the URL in its canonical form', `write ${show(canonical(url))}`));
  }
  return faults;
}

/** A URL as its parser writes it, but for the slash that a bare host gets. */
function canonical(url: URL): string {
  return url.pathname === '/' ? url.origin : url.href;
}

function fault(expected: string, fix: string): Advice {
  return { expected, fix };
}
