import type { ApiModel, CorsModel, NotEmulated } from '../model';
import { readOrReason } from './not-emulated';
import { readMappings } from './read-mappings';
import { readRoutes } from './read-routes';
import { readStages } from './read-stages';
import { type ApiInStacks, type Resource, stacksBeside } from './stack';
import { isRecord } from './template';

/** Without consequence for how requests are served. */
const IMMATERIAL = ['Description', 'DisableSchemaValidation', 'FailOnWarnings', 'IpAddressType', 'Tags', 'Version'];
/** Resource types of the CDK's own constructs beside an API: they touch neither APIs nor functions. */
const HARMLESS_MACROS = /^AWS::(?:SecretsManager-|CodeDeployBlueGreen$)/;
const KNOWN = [
  ...IMMATERIAL,
  'Name',
  'ProtocolType',
  'CorsConfiguration',
  'DisableExecuteApiEndpoint',
  'RouteSelectionExpression',
];

/**
 * Reads an HTTP API with its stages, routes and custom domains, whichever stacks they stand in.
 *
 * @throws FaultError when a route key cannot be read: the request could fall through to a weaker route
 */
export function readApi(place: ApiInStacks): ApiModel {
  const { api } = place;
  const { region, accountId } = api.artifact.environment;
  const cors = readOrReason(() => readCors(api));
  const { stages, notes, unread } = readStages(place);
  const { mappings, domains, notes: mappingNotes } = readMappings(place);
  const whole = readOrReason(() => refuseWhole(place, domains));
  const blocked = whole ?? (stages.length > 0 ? unread : undefined);
  const routes = readRoutes(place);
  const name = readOrReason(() => api.string('Name') ?? api.id);
  return {
    apiId: api.id,
    name: typeof name === 'string' ? name : api.id,
    region,
    accountId,
    ...(blocked && { blocked }),
    ...(cors && !isNotEmulated(cors) && { cors }),
    stages,
    mappings,
    routes,
    notEmulated: [
      ...new Set([
        ...reasonsIn([blocked, cors]),
        ...notes,
        ...reasonsIn(routes.flatMap(({ authorization, target }) => [authorization, target])),
        ...mappingNotes,
        ...endpointNotes(api),
      ]),
    ],
  };
}

/** @throws NotEmulatedError when nothing of the API would be served as API Gateway serves it */
function refuseWhole(place: ApiInStacks, domains: readonly Resource[]): undefined {
  const { api } = place;
  const beside = stacksBeside(place);
  api.refuseOthersThan(KNOWN);
  for (const { artifact } of beside) {
    const whose = artifact === api.artifact ? "the template's Transform" : `the Transform of ${artifact.name},`;
    for (const macro of [artifact.template.Transform ?? []].flat()) {
      if (!HARMLESS_MACROS.test(String(macro))) {
        throw api.notEmulated(`${whose} ${JSON.stringify(macro)} is not emulated; it may add routes`);
      }
    }
  }
  const own = beside.filter(({ artifact }) => artifact === api.artifact);
  for (const domain of [...own.flatMap((stack) => stack.resourcesOf('AWS::ApiGatewayV2::DomainName')), ...domains]) {
    if (domain.propertyNames.includes('MutualTlsAuthentication') && domain.read('MutualTlsAuthentication')) {
      throw domain.notEmulated('MutualTlsAuthentication: client certificates are not emulated');
    }
  }
}

function endpointNotes(api: Resource): string[] {
  const disabled = readOrReason(() => api.read('DisableExecuteApiEndpoint'));
  return disabled === true || disabled === 'true'
    ? [`${api.location}: DisableExecuteApiEndpoint is not emulated; the API is served here all the same`]
    : [];
}

/** @throws NotEmulatedError */
function readCors(api: Resource): CorsModel | undefined {
  const cors = api.record('CorsConfiguration');
  if (Object.keys(cors).length === 0) {
    return undefined;
  }
  const strings = (name: string) => {
    const value = cors[name] ?? [];
    if (Array.isArray(value) && value.every((element) => typeof element === 'string')) {
      return value;
    }
    throw api.notEmulated(`CorsConfiguration.${name}: ${JSON.stringify(value)} is not a list of strings`);
  };
  const maxAge = cors['MaxAge'];
  return {
    allowOrigins: strings('AllowOrigins'),
    allowMethods: strings('AllowMethods'),
    allowHeaders: strings('AllowHeaders'),
    exposeHeaders: strings('ExposeHeaders'),
    allowCredentials: String(cors['AllowCredentials']) === 'true',
    ...(maxAge !== undefined && { maxAge: Number(maxAge) }),
  };
}

function isNotEmulated(value: object): value is NotEmulated {
  return 'kind' in value && value.kind === 'not emulated';
}

function reasonsIn(values: readonly unknown[]): string[] {
  return values.flatMap((value) => (isRecord(value) && isNotEmulated(value) ? [value.reason] : []));
}
