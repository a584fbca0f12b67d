import { readable } from '../check/check';
import { type Fault, show } from '../check/fault';
import type { Config } from './environment';

/** Values that `config/environments.ts` comes with, and nobody means: `replace_with_…`, hosts of example.com, an account of ones. */
const PLACEHOLDER = /replace[-_]with[-_]|(?:^|[/@.])example\.(?:com|org|net)(?![\w.-])|^1{12}$/;

/** Advice by member of the environment. */
const INSTEAD: Readonly<Record<string, Pick<Fault, 'expected' | 'fix'>>> = {
  issuer: {
    expected: 'the issuer of your WSO2 IS',
    fix: 'write it there, or give -c issuer=https://HOST/oauth2/token',
  },
  clientIds: {
    expected: 'the client id of your application',
    fix: 'write there the one that npm run register prints, or give -c clientId=ID',
  },
};

/**
 * The values of an environment that are still those which the project comes with. A laptop's environment has none.
 *
 * @param context the values of `-c`, which stand for issuer and client ids of the file
 * @param keys the members of the environment to look at. Default: all
 */
export function placeholdersOf(
  { name, previewOf, environment }: Config,
  context: { readonly issuer?: unknown; readonly clientId?: unknown },
  keys: readonly string[] = Object.keys(environment),
): Fault[] {
  const { issuer, clientIds, ...others } = environment;
  const fromFile = {
    ...(context.issuer === undefined && { issuer }),
    ...(context.clientId === undefined && { clientIds }),
    ...others,
  };
  return environment.laptopOnly
    ? []
    : textsIn(fromFile)
        .filter(({ path, text }) => keys.includes(String(path[0])) && PLACEHOLDER.test(text))
        .map(({ path, text }) => ({
          what: `config/environments.ts: ${previewOf ?? name}${readable(path)}`,
          got: `${show(text)}, a placeholder that nobody edited`,
          ...(INSTEAD[String(path[0])] ?? { expected: 'your own', fix: 'write it there, or take the line out' }),
        }));
}

/** Every text within a value, and where. */
function textsIn(value: unknown, path: readonly PropertyKey[] = []): { path: readonly PropertyKey[]; text: string }[] {
  if (typeof value === 'string') {
    return [{ path, text: value }];
  }
  if (Array.isArray(value)) {
    return value.flatMap((element, at) => textsIn(element, [...path, at]));
  }
  return typeof value === 'object' && value !== null
    ? Object.entries(value).flatMap(([key, member]) => textsIn(member, [...path, key]))
    : [];
}
