import type { ApiModel, Cors, NotEmulated } from '../model';
import { readOrReason } from './not-emulated';
import { readForeignRoutes, readRoutes } from './read-routes';
import { readStages } from './read-stages';
import type { Resource, Stack } from './stack';
import { isRecord } from './template';

/** Without consequence for how requests are served. */
const IMMATERIAL = ['Description', 'DisableSchemaValidation', 'FailOnWarnings', 'IpAddressType', 'Tags', 'Version'];
/** What the CDK's own constructs ask for beside an API: they touch neither APIs nor functions. */
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
 * Reads an HTTP API with its stages and routes.
 *
 * @param neighbours - the other stacks of the assembly, which may have routes of this API
 * @throws AssemblyError when a route key cannot be read: the request could fall through to a weaker route
 */
export function readApi(stack: Stack, api: Resource, neighbours: readonly Stack[]): ApiModel {
  const { region, accountId } = stack.artifact.environment;
  const cors = readOrReason(() => readCors(api));
  const { stages, notes, unread } = readStages(stack, api);
  const whole = readOrReason(() => refuseWhole(stack, api, neighbours));
  const blocked = whole ?? (stages.length > 0 ? unread : undefined);
  const routes = [...readRoutes(stack, api), ...neighbours.flatMap(readForeignRoutes)];
  const name = readOrReason(() => api.string('Name') ?? api.id);
  return {
    apiId: api.id,
    name: typeof name === 'string' ? name : api.id,
    region,
    accountId,
    domainNames: readDomainNames(stack, api),
    ...(blocked && { blocked }),
    ...(cors && !isNotEmulated(cors) && { cors }),
    stages,
    routes,
    notEmulated: [
      ...new Set([
        ...reasonsIn([blocked, cors]),
        ...notes,
        ...reasonsIn(routes.flatMap(({ authorization, target }) => [authorization, target])),
        ...domainNotes(stack, api),
      ]),
    ],
  };
}

/** @throws NotEmulatedError when nothing of the API would be served as API Gateway serves it */
function refuseWhole(stack: Stack, api: Resource, neighbours: readonly Stack[]): undefined {
  api.refuseOthersThan(KNOWN);
  for (const { artifact } of [stack, ...neighbours]) {
    const whose = artifact === stack.artifact ? "the template's Transform" : `the Transform of ${artifact.name},`;
    for (const macro of [artifact.template.Transform ?? []].flat()) {
      if (!HARMLESS_MACROS.test(String(macro))) {
        throw api.notEmulated(`${whose} ${JSON.stringify(macro)} is not emulated; it may add routes`);
      }
    }
  }
  for (const domain of stack.resourcesOf('AWS::ApiGatewayV2::DomainName')) {
    if (domain.propertyNames.includes('MutualTlsAuthentication') && domain.read('MutualTlsAuthentication')) {
      throw domain.notEmulated('MutualTlsAuthentication: client certificates are not emulated');
    }
  }
}

/** Those of the API's mappings. One that cannot be read is left out: requests for its name are then refused. */
function readDomainNames(stack: Stack, api: Resource): string[] {
  const domains = stack.resourcesOf('AWS::ApiGatewayV2::DomainName');
  return stack.resourcesOf('AWS::ApiGatewayV2::ApiMapping').flatMap((mapping) => {
    const name = readOrReason(() => {
      const given = mapping.string('ApiId') === api.id ? mapping.string('DomainName') : undefined;
      // A reference to a domain of the template is read as its logical id.
      return domains.find(({ id }) => id === given)?.string('DomainName') ?? given;
    });
    return typeof name === 'string' ? [name] : [];
  });
}

function domainNotes(stack: Stack, api: Resource): string[] {
  const mappings = stack
    .resourcesOf('AWS::ApiGatewayV2::ApiMapping')
    .map(({ location }) => `${location}: custom domains are not emulated; the API is served at the root`);
  const disabled = readOrReason(() => api.read('DisableExecuteApiEndpoint'));
  return disabled === true || disabled === 'true'
    ? [...mappings, `${api.location}: DisableExecuteApiEndpoint is not emulated; the API is served here all the same`]
    : mappings;
}

/** @throws NotEmulatedError */
function readCors(api: Resource): Cors | undefined {
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
