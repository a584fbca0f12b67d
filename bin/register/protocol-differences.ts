import type { Protocol } from './answers';
import type { RegisterOptions } from './register-options';

/** One thing in which an application is not as it was asked for. */
export interface Difference {
  readonly got: string;
  readonly expected: string;
  /** Whether it may be changed where the application is ours, without taking anything from its callers. */
  readonly isOursToChange: boolean;
}

/** In what an application's settings differ from those that were asked for. More grant types than those are fine. */
export function differences(protocol: Protocol, { grants, redirectUri }: RegisterOptions): Difference[] {
  const found: Difference[] = [];
  const type = protocol.accessToken?.type ?? 'none';
  if (type !== 'JWT') {
    found.push({ got: `access tokens of type ${type}`, expected: 'access tokens of type JWT', isOursToChange: true });
  }
  const missing = grants.filter((grant) => !protocol.grantTypes?.includes(grant));
  if (missing.length > 0) {
    const got = `no grant type ${missing.join(', ')}`;
    found.push({ got, expected: `the grant type ${missing.join(', ')}`, isOursToChange: true });
  }
  const callbacks = callbacksOf(protocol);
  if (redirectUri !== undefined && !callbacks.includes(redirectUri)) {
    const got = callbacks.length === 0 ? 'no callback URL' : 'another callback URL';
    found.push({ got, expected: `the callback URL ${redirectUri}`, isOursToChange: callbacks.length === 0 });
  }
  if (protocol.publicClient) {
    found.push({ got: 'no client secret', expected: 'a confidential client', isOursToChange: false });
  }
  if (protocol.state === 'REVOKED') {
    found.push({ got: 'been revoked', expected: 'an active client', isOursToChange: false });
  }
  return found;
}

/** The settings with what was asked for, the rest as it is. */
export function withWanted(protocol: Protocol, { grants, redirectUri }: RegisterOptions): Protocol {
  // `state` may be read only.
  const { state: _, ...rest } = protocol;
  const callbacks = callbacksOf(protocol);
  return {
    ...rest,
    grantTypes: [...new Set([...(protocol.grantTypes ?? []), ...grants])],
    callbackURLs: callbacks.length === 0 && redirectUri !== undefined ? [redirectUri] : callbacks,
    accessToken: { ...protocol.accessToken, type: 'JWT' },
  };
}

/** An application without any has one that is empty, in some releases. */
function callbacksOf({ callbackURLs }: Protocol): string[] {
  return (callbackURLs ?? []).filter((url) => url !== '');
}
