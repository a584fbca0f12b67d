import { type Fault, show } from '../check/fault';
import type { Environment } from './environment';

/**
 * The faults between environments below one domain name: two have the same mapping key, or two make the name. Accounts and regions
 * that are not named may be the same.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-mappings.html
 */
export function sharedDomainFaults(environments: Readonly<Record<string, Environment>>): Fault[] {
  const all = Object.entries(environments);
  return all.flatMap(([name, { domain, ...place }], index) => {
    const others = all
      .slice(0, index)
      .filter(([, other]) => other.domain?.name === domain?.name && mayMeet(other, place));
    const [alike] = others.find(([, other]) => other.domain?.mappingKey === domain?.mappingKey) ?? [];
    const [maker] = others.find(([, other]) => !other.domain?.existing) ?? [];
    if (domain === undefined) {
      return [];
    }
    if (alike !== undefined) {
      return [
        {
          what: `config/environments.ts: ${name}.domain.mappingKey`,
          got: show(domain.mappingKey),
          expected: `another than that of ${alike}, which is below ${domain.name}, too`,
          fix: 'give each environment a mappingKey of its own',
        },
      ];
    }
    return maker === undefined || domain.existing
      ? []
      : [
          {
            what: `config/environments.ts: ${name}.domain.existing`,
            got: show(domain.existing),
            expected: `true, because the stack of ${maker} makes ${domain.name}`,
            fix: `write existing: true, without its certificate, zone and mutualTls, and deploy ${maker} first`,
          },
        ];
  });
}

type Place = Pick<Environment, 'account' | 'region'>;

/** True where two environments may be in one account and region. */
function mayMeet(one: Place, other: Place): boolean {
  return (['account', 'region'] as const).every(
    (part) => one[part] === undefined || other[part] === undefined || one[part] === other[part],
  );
}
