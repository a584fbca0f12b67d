/** The app whose API is asked, in the words of advice: the places in which somebody changes what it accepts. */
export interface JudgedApp {
  /** The issuer that it trusts. */
  readonly issuer: string;
  /** The audiences that it takes. */
  readonly audience: string;
  /** The command that finds out whether API Gateway can use the issuer. */
  readonly preflight: string;
  /** The code that refuses a token of impersonation, as the rest of a sentence. */
  readonly refusal: string;
}

/** This app: its configuration and its functions. */
export const OUR_APP: JudgedApp = {
  issuer: 'the issuer in config/environments.ts',
  audience: 'clientIds in config/environments.ts',
  preflight: 'npm run preflight',
  refusal: ', as callerOf in lambda/caller.ts does',
};

/** Another app, of which the template is all that is known. */
export const ANOTHER_APP: JudgedApp = {
  issuer: 'the issuer of its authorizer (issuer of JwtHttpApi, Issuer in the template)',
  audience: 'the audience of its authorizer (audience of JwtHttpApi, Audience in the template)',
  preflight: 'npm run preflight -- -c issuer=URL with the issuer of its authorizer',
  refusal: '',
};
