import { CommandError } from '../support/command-error';
import { resourcesOf } from '../support/resources-of';
import type { StackTemplate, TemplateResource } from '../support/template-of';
import { DRAWN_TYPES } from './drawn-types';
import { type Flowchart, flowchart } from './flowchart';
import { drawWatching } from './watching';

/**
 * The architecture that a template deploys, as a Mermaid flowchart: what a request passes, who may call which route, and what
 * watches and delivers it. What belongs together is one box, and access decides what belongs together among routes.
 *
 * @throws CommandError where the template holds a type of resource that the picture does not know
 */
export function diagram(template: StackTemplate): string {
  refuseUnknown(template);
  const chart = flowchart();
  const domain = first(template, 'AWS::ApiGatewayV2::DomainName');
  const { Issuer: issuer = '', Audience: audience = [] } =
    first(template, 'AWS::ApiGatewayV2::Authorizer')?.['JwtConfiguration'] ?? {};

  chart.node('client', 'Client');
  chart.node('wso2', 'WSO2 Identity Server', new URL(issuer).host);
  if (domain) {
    chart.node('domain', 'Custom domain', domain['DomainName'], ...domainDetails(domain));
  }
  const groups = routeGroups(template);
  chart.group('api', `API Gateway HTTP API ${first(template, 'AWS::ApiGatewayV2::Api')?.['Name'] ?? ''}`, () => {
    chart.node('stage', ...stageLines(template));
    chart.node(
      'authorizer',
      'JWT authorizer',
      'signature, issuer, expiry,',
      `audience: ${countOf(audience.length, 'client id')}`,
    );
    for (const [index, { who, routeKeys }] of groups.entries()) {
      const rest = routeKeys.slice(MOST_ROUTES).length;
      const more = rest > 0 ? [`and ${rest} more`] : [];
      chart.node(`routes${index}`, ...routeKeys.slice(0, MOST_ROUTES), ...more, `(${who})`);
    }
  });
  drawFunction(chart, template);

  chart.edge('client', '-->', 'wso2', 'asks for a token');
  chart.edge('client', '-->', domain ? 'domain' : 'stage', 'request with the token');
  if (domain) {
    chart.edge('domain', '-->', 'stage');
  }
  if (groups.some(({ isPublic }) => !isPublic)) {
    chart.edge('stage', '-->', 'authorizer');
  }
  for (const [index, { isPublic }] of groups.entries()) {
    chart.edge(isPublic ? 'stage' : 'authorizer', '-->', `routes${index}`);
    chart.edge(`routes${index}`, '-->', first(template, 'AWS::Lambda::Alias') ? 'alias' : 'function');
  }
  chart.edge('authorizer', '-.->', 'wso2', 'discovery and keys, kept for 2 hours');
  drawWatching(chart, template);
  return chart.text();
}

/** Routes of the same access, in the order of the template. */
interface RouteGroup {
  /** Who may call them. */
  readonly who: string;
  readonly isPublic: boolean;
  readonly routeKeys: string[];
}

/** One group for all routes of the same access, so that hundreds of them stay a picture. */
function routeGroups(template: StackTemplate): RouteGroup[] {
  const groups = new Map<string, RouteGroup>();
  for (const [, { Properties }] of resourcesOf(template, 'AWS::ApiGatewayV2::Route')) {
    const isPublic = Properties?.['AuthorizationType'] !== 'JWT';
    const scopes: readonly string[] | undefined = Properties?.['AuthorizationScopes'];
    const who = isPublic ? 'anyone' : scopes ? `token with ${scopes.join(' or ')}` : 'any valid token';
    const group = groups.get(who) ?? { who, isPublic, routeKeys: [] };
    group.routeKeys.push(String(Properties?.['RouteKey']));
    groups.set(who, group);
  }
  return [...groups.values()];
}

/** How many routes a box names. */
const MOST_ROUTES = 8;

function drawFunction(chart: Flowchart, template: StackTemplate): void {
  const fn = first(template, 'AWS::Lambda::Function') ?? {};
  const group = first(template, 'AWS::CodeDeploy::DeploymentGroup');
  const reserved = fn['ReservedConcurrentExecutions'];
  chart.node(
    'function',
    'Lambda function',
    `${fn['Runtime']}, ${fn['Architectures']?.[0]}, ${fn['MemorySize']} MiB, ${fn['Timeout']} s`,
    ...(reserved === undefined ? [] : [`${reserved} at once`]),
  );
  if (group) {
    const { Name } = first(template, 'AWS::Lambda::Alias') ?? {};
    chart.node('alias', `Alias ${Name}`);
    chart.node('delivery', 'CodeDeploy', String(group['DeploymentConfigName']).replace('CodeDeployDefault.', ''));
    chart.edge('alias', '-->', 'function');
    chart.edge('delivery', '-.->', 'alias', 'moves callers to a new version');
  }
  if (fn['TracingConfig']?.Mode === 'Active') {
    chart.node('traces', 'X-Ray traces');
    chart.edge('function', '-.->', 'traces');
  }
}

function stageLines(template: StackTemplate): string[] {
  const stage = first(template, 'AWS::ApiGatewayV2::Stage') ?? {};
  const api = first(template, 'AWS::ApiGatewayV2::Api') ?? {};
  const { ThrottlingRateLimit: rate, ThrottlingBurstLimit: burst } = stage['DefaultRouteSettings'] ?? {};
  const limited = Object.keys(stage['RouteSettings'] ?? {}).length;
  return [
    `Stage ${stage['StageName']}`,
    ...(rate === undefined ? [] : [`${rate} requests/s, bursts of ${burst}`]),
    ...(limited > 0 ? [`lower for ${countOf(limited, 'route')}`] : []),
    ...(api['CorsConfiguration'] ? ['answers CORS preflights'] : []),
    ...(api['IpAddressType'] === 'dualstack' ? ['IPv4 and IPv6'] : []),
  ];
}

function domainDetails(domain: Properties): string[] {
  return ['TLS 1.2 or newer', ...(domain['MutualTlsAuthentication'] ? ['client certificates'] : [])];
}

type Properties = NonNullable<TemplateResource['Properties']>;

function first(template: StackTemplate, type: string): Properties | undefined {
  return resourcesOf(template, type)[0]?.[1].Properties;
}

function countOf(count: number, thing: string): string {
  return count === 1 ? `1 ${thing}` : `${count} ${thing}s`;
}

function refuseUnknown(template: StackTemplate): void {
  const unknown = Object.entries(template.Resources).filter(([, { Type }]) => !DRAWN_TYPES.has(Type));
  if (unknown.length > 0) {
    throw new CommandError(
      unknown.map(([id, { Type }]) => ({
        what: `the picture of ${id}`,
        got: Type,
        expected: 'a type of resource that bin/architecture/drawn-types.ts names',
        fix: 'draw it in bin/architecture, and name it there',
      })),
    );
  }
}
