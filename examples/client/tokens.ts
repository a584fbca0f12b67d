import { type Configuration, clientCredentialsGrant, discovery } from 'openid-client';

export interface TokenSourceProps {
  /** The issuer URL of WSO2 Identity Server, byte for byte the `iss` of its tokens. Its endpoints are found by discovery. */
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** The scopes to ask for. */
  readonly scopes: readonly string[];
  /** The current time, in milliseconds since 1970. @default the clock's */
  readonly now?: () => number;
}

/** Gives an access token that is valid for a while yet. */
export type TokenSource = () => Promise<string>;

/** The seconds before its end from which on a token is not sent any more: a request takes time, and clocks differ. */
const MARGIN = 60;

/**
 * Access tokens by client credentials: one is kept, and another is asked for before it expires. Those who ask at once get the same
 * one. It rejects where the issuer gives none, and the next call asks again.
 */
export function createTokenSource(props: TokenSourceProps): TokenSource {
  const { issuer, clientId, clientSecret, scopes, now = Date.now } = props;
  let configuration: Promise<Configuration> | undefined;
  let kept: { readonly token: Promise<string>; staleAt: number } | undefined;

  async function ask(): Promise<{ token: string; seconds: number }> {
    // The secret goes into the body, which WSO2 IS reads as RFC 6749 says; in the header, it does not.
    configuration ??= discovery(new URL(issuer), clientId, clientSecret);
    try {
      const answer = await clientCredentialsGrant(await configuration, { scope: scopes.join(' ') });
      return { token: answer.access_token, seconds: answer.expires_in ?? 0 };
    } catch (error) {
      configuration = undefined;
      throw error;
    }
  }

  return () => {
    if (kept === undefined || now() >= kept.staleAt) {
      const asked = ask();
      const mine = { token: asked.then(({ token }) => token), staleAt: Number.POSITIVE_INFINITY };
      kept = mine;
      asked.then(
        ({ seconds }) => {
          // Of a token that lives for less than two margins, half its life.
          mine.staleAt = now() + Math.max(seconds - MARGIN, seconds / 2) * 1000;
        },
        () => {
          kept = undefined;
        },
      );
    }
    return kept.token;
  };
}
