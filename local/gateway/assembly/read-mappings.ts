import type { MappingModel } from '../model';
import { readOrReason } from './not-emulated';
import type { ApiInStacks, Resource } from './stack';

const KNOWN = ['ApiId', 'ApiMappingKey', 'DomainName', 'Stage'];
/** The mode in which a domain looks at its mappings, and at nothing else. */
const MAPPINGS_ONLY = 'API_MAPPING_ONLY';

export interface ReadMappings {
  readonly mappings: readonly MappingModel[];
  /** Reasons why a mapping of the API is not served. */
  readonly notes: readonly string[];
  /** The custom domains of these mappings, as far as they stand in the assembly. */
  readonly domains: readonly Resource[];
}

/**
 * The mappings on the custom domains of an API. Those of other APIs are among them: what they take is not for this API.
 */
export function readMappings({ api, stacks }: ApiInStacks): ReadMappings {
  const found = stacks
    .flatMap((stack) => stack.resourcesOf('AWS::ApiGatewayV2::ApiMapping'))
    .map((mapping) => {
      const isOwn = readOrReason(() => mapping.string('ApiId')) === api.physicalId;
      return { mapping, isOwn, place: readOrReason(() => readPlace(mapping)) };
    });
  const names = new Set(found.flatMap(({ isOwn, place }) => (isOwn && 'key' in place ? [place.domainName] : [])));
  const domains = stacks
    .flatMap((stack) => stack.resourcesOf('AWS::ApiGatewayV2::DomainName'))
    .filter((domain) => names.has(nameOf(domain)));

  const mappings: MappingModel[] = [];
  const notes: string[] = [];
  for (const { mapping, isOwn, place } of found) {
    if ('reason' in place) {
      notes.push(...(isOwn ? [place.reason] : []));
    } else if (isOwn) {
      const stage = readOrReason(() => readStage(mapping, place, domains));
      mappings.push({ ...place, stage });
      notes.push(...(typeof stage === 'object' ? [stage.reason] : []));
    } else if (names.has(place.domainName)) {
      const reason = mapping.notEmulated('the path is mapped to another API, which is not served here').message;
      mappings.push({ ...place, stage: { kind: 'not emulated', reason } });
    }
  }
  return { mappings, notes, domains };
}

/** @throws NotEmulatedError */
function readPlace(mapping: Resource): Pick<MappingModel, 'domainName' | 'key'> {
  const domainName = mapping.string('DomainName');
  if (domainName === undefined) {
    throw mapping.notEmulated('DomainName: there is none');
  }
  return { domainName: domainName.toLowerCase(), key: mapping.string('ApiMappingKey') ?? '' };
}

/** @throws NotEmulatedError when the mapping, or its domain, does more than lead to a stage */
function readStage(
  mapping: Resource,
  { domainName }: Pick<MappingModel, 'domainName'>,
  domains: readonly Resource[],
): string {
  mapping.refuseOthersThan(KNOWN);
  for (const domain of domains.filter((one) => nameOf(one) === domainName)) {
    const mode = domain.string('RoutingMode') ?? MAPPINGS_ONLY;
    if (mode !== MAPPINGS_ONLY) {
      throw domain.notEmulated(`RoutingMode ${mode} is not emulated`);
    }
  }
  const stage = mapping.string('Stage');
  if (stage === undefined) {
    throw mapping.notEmulated('Stage: there is none');
  }
  return stage;
}

function nameOf(domain: Resource): string {
  const name = readOrReason(() => domain.string('DomainName'));
  return typeof name === 'string' ? name.toLowerCase() : '';
}
