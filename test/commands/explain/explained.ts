/** The output of `npm run explain -- --json`. */
export interface Explained {
  readonly allowed: boolean;
  readonly token: Readonly<Record<string, unknown>>;
  readonly routes: readonly {
    readonly route: string;
    readonly outcome: Readonly<Record<string, unknown>>;
    readonly checks: readonly {
      readonly name: string;
      readonly result: string;
      readonly code?: string;
      readonly advice?: readonly string[];
    }[];
  }[];
  readonly notes: readonly string[];
}
