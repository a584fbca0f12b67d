import { CommandError } from '../kit/command';
import { resourcesOf, type StackTemplate, type TemplateResource } from '../project/template';
import { type Flowchart, flowchart } from './flowchart';
import { drawMirror, MIRROR_TYPES } from './mirror-diagram';

/**
 * The architecture that a template deploys, as a Mermaid flowchart: what a request passes, who may call which route, and what
 * watches and delivers it. What belongs together is one box, and access decides what belongs together among routes.
 *
 * @param mirror the template of the mirror of the issuer. Default: it has none
 * @throws CommandError where a template holds a type of resource that the picture does not know
 */
export function diagram(template: StackTemplate, mirror?: StackTemplate | undefined): string {
  refuseUnknown(template, DRAWN_TYPES);
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
  chart.edge('authorizer', '-.->', mirror ? 'public' : 'wso2', 'discovery and keys, kept for 2 hours');
  if (mirror !== undefined) {
    refuseUnknown(mirror, MIRROR_TYPES);
    drawMirror(chart, mirror);
  }
  drawWatching(chart, template);
  return chart.text();
}

/** Routes of the same access, in the order of the template. */
interface RouteGroup {
  /** The access that the routes share, in words. */
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

/** The most routes that a box names. */
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

function refuseUnknown(template: StackTemplate, known: ReadonlySet<string>): void {
  const unknown = Object.entries(template.Resources).filter(([, { Type }]) => !known.has(Type));
  if (unknown.length > 0) {
    throw new CommandError(
      unknown.map(([id, { Type }]) => ({
        what: `the picture of ${id}`,
        got: Type,
        expected: 'a type of resource that commands/architecture/diagram.ts names',
        fix: 'draw it in commands/architecture, and name it there',
      })),
    );
  }
}

/**
 * Every type of resource that the picture shows, or that belongs to one it shows: a type that is not here is a fault, so that
 * nothing is deployed that the picture leaves out without a word.
 */
export const DRAWN_TYPES: ReadonlySet<string> = new Set([
  'AWS::ApiGatewayV2::Api',
  'AWS::ApiGatewayV2::ApiMapping',
  'AWS::ApiGatewayV2::Authorizer',
  'AWS::ApiGatewayV2::DomainName',
  'AWS::ApiGatewayV2::Integration',
  'AWS::ApiGatewayV2::Route',
  'AWS::ApiGatewayV2::Stage',
  'AWS::CertificateManager::Certificate',
  'AWS::CloudWatch::Alarm',
  'AWS::CloudWatch::Dashboard',
  'AWS::CodeDeploy::Application',
  'AWS::CodeDeploy::DeploymentGroup',
  'AWS::IAM::Policy',
  'AWS::IAM::Role',
  'AWS::KMS::Key',
  'AWS::Lambda::Alias',
  'AWS::Lambda::Function',
  'AWS::Lambda::Permission',
  'AWS::Lambda::Version',
  'AWS::Logs::LogGroup',
  'AWS::Logs::MetricFilter',
  'AWS::Logs::QueryDefinition',
  'AWS::Route53::RecordSet',
  'AWS::SNS::Subscription',
  'AWS::SNS::Topic',
  'AWS::SNS::TopicPolicy',
]);

/** Draws the logs, and what watches the API where it is watched. Expects the boxes `stage` and `function`. */
export function drawWatching(chart: Flowchart, template: StackTemplate): void {
  const count = (type: string) => resourcesOf(template, type).length;
  const filters = count('AWS::Logs::MetricFilter');
  const alarms = count('AWS::CloudWatch::Alarm');
  const queries = count('AWS::Logs::QueryDefinition');
  const days = resourcesOf(template, 'AWS::Logs::LogGroup')[0]?.[1].Properties?.['RetentionInDays'];

  chart.group('watching', 'CloudWatch', () => {
    chart.node('accessLog', 'Access log', `kept for ${days} days`);
    chart.node('functionLog', 'Function log', `kept for ${days} days`);
    if (filters > 0) {
      chart.node('filters', `${filters} metric filters`, 'refusals by cause');
    }
    if (queries > 0) {
      chart.node('queries', `${queries} saved queries`);
    }
    if (count('AWS::CloudWatch::Dashboard') > 0) {
      chart.node('dashboard', 'Dashboard');
    }
    if (alarms > 0) {
      chart.node('alarms', `${alarms} alarms`);
    }
  });
  chart.edge('stage', '-.->', 'accessLog');
  chart.edge('function', '-.->', 'functionLog');
  if (filters > 0) {
    chart.edge('accessLog', '-.->', 'filters');
    chart.edge('filters', '-.->', 'alarms');
    chart.edge('stage', '-.->', 'alarms', 'metrics');
    chart.edge('function', '-.->', 'alarms', 'metrics');
  }
  if (queries > 0) {
    chart.edge('accessLog', '-.->', 'queries');
    chart.edge('functionLog', '-.->', 'queries');
  }
  if (count('AWS::CloudWatch::Dashboard') > 0) {
    chart.edge('filters', '-.->', 'dashboard');
  }
  drawTopic(chart, template);
}

function drawTopic(chart: Flowchart, template: StackTemplate): void {
  if (resourcesOf(template, 'AWS::SNS::Topic').length > 0) {
    const subscribers = resourcesOf(template, 'AWS::SNS::Subscription').length;
    chart.node('topic', 'SNS topic', 'encrypted under a KMS key');
    chart.edge('alarms', '-->', 'topic');
    if (subscribers > 0) {
      chart.node('people', subscribers === 1 ? '1 e-mail address' : `${subscribers} e-mail addresses`);
      chart.edge('topic', '-->', 'people');
    }
  }
  if (resourcesOf(template, 'AWS::CodeDeploy::DeploymentGroup').length > 0) {
    chart.edge('alarms', '-.->', 'delivery', 'move them back');
  }
}
