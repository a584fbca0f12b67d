import { functions } from '../../../config/functions';
import { routes } from '../../../config/routes';
import { ConfigurationError } from '../../../lib/check/fault';
import type { Environment } from '../../../lib/config/environment';
import type { Domain } from '../../../lib/config/features';
import { resolveConfig } from '../../../lib/config/resolve';

const NAME = 'api.example.com';
const MADE: Domain = { name: NAME, hostedZone: { id: 'Z0123456789ABC', name: 'example.com' } };

const environment = (domain: Domain | undefined, more: Partial<Environment> = {}): Environment => ({
  account: '111111111111',
  region: 'eu-west-1',
  issuer: 'https://is.example.io/oauth2/token',
  clientIds: ['abc'],
  ...(domain && { domain }),
  ...more,
});
const below = (mappingKey?: string): Domain => ({ name: NAME, existing: true, ...(mappingKey && { mappingKey }) });

/** The faults that every environment is told of, whichever is chosen. */
function faultsOf(environments: Readonly<Record<string, Environment>>): string[] {
  const told = Object.keys(environments).map((env) => {
    try {
      resolveConfig({ project: 'api', environments, routes, functions, context: { env } });
    } catch (error) {
      if (error instanceof ConfigurationError) {
        return error.message.split('\n  ').slice(1);
      }
      throw error;
    }
    return [];
  });
  expect(new Set(told.map((faults) => JSON.stringify(faults))).size).toBe(1);
  return told[0] ?? [];
}

const KEYS = (name: string, got: string, other: string) =>
  `config/environments.ts: ${name}.domain.mappingKey — got ${got} — expected another than that of ${other}, which is below ${NAME}, too — give each environment a mappingKey of its own`;
const MAKER = (name: string, got: string, other: string) =>
  `config/environments.ts: ${name}.domain.existing — got ${got} — expected true, because the stack of ${other} makes ${NAME} — write existing: true, without its certificate, zone and mutualTls, and deploy ${other} first`;

test('several environments may be below one name, each by a key of its own, and one of them may make it', () => {
  expect(
    faultsOf({
      one: environment({ ...MADE, mappingKey: 'one' }),
      two: environment(below('two')),
      nested: environment(below('two/v1')),
      root: environment(below()),
      none: environment(undefined),
      other: environment({ ...below('two'), name: 'other.example.com' }),
    }),
  ).toEqual([]);
});

test('two mapping keys alike are one fault each', () => {
  expect(
    faultsOf({
      a: environment(below('x')),
      b: environment(below('x')),
      c: environment(below()),
      d: environment(below()),
    }),
  ).toEqual([KEYS('b', '"x"', 'a'), KEYS('d', 'nothing', 'c')]);
});

test('two stacks that make one name are a fault, and one only where their keys are alike, too', () => {
  expect(faultsOf({ a: environment(MADE), b: environment({ ...MADE, mappingKey: 'b' }) })).toEqual([
    MAKER('b', 'nothing', 'a'),
  ]);
  expect(faultsOf({ a: environment(MADE), b: environment(MADE) })).toEqual([KEYS('b', 'nothing', 'a')]);
});

test('environments in two accounts or regions share no name; those whose place is not named may', () => {
  const elsewhere = [{ account: '222222222222' }, { region: 'eu-west-2' }];
  for (const place of elsewhere) {
    expect(faultsOf({ a: environment(below('x')), b: environment(below('x'), place) })).toEqual([]);
  }
  const { account: _account, region: _region, ...nowhere } = environment(below('x'));
  expect(faultsOf({ a: environment(below('x')), b: nowhere })).toEqual([KEYS('b', '"x"', 'a')]);
});
