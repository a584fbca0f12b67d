import { type FunctionBehind, functionsBehind } from '../project/functions-behind';
import { resourcesOf, type StackTemplate, type TemplateResource } from '../project/template';
import { type Flowchart, flowchart } from './flowchart';
import { drawMirror } from './mirror-diagram';
import { drawOthers } from './other-resources';

/**
 * The architecture that a template deploys, as a Mermaid flowchart: what a request passes, who may call which route, and what
 * watches and delivers it. What belongs together is one box, and access decides what belongs together among the routes of a
 * function. What the picture does not know is drawn by the name of its type.
 *
 * @param mirror the template of the mirror of the issuer. Default: it has none
 */
export function diagram(template: StackTemplate, mirror?: StackTemplate | undefined): string {
  const chart = flowchart();
  const mapping = first(template, 'AWS::ApiGatewayV2::ApiMapping');
  const { Issuer: issuer = '', Audience: audience = [] } =
    first(template, 'AWS::ApiGatewayV2::Authorizer')?.['JwtConfiguration'] ?? {};

  chart.node('client', 'Client');
  chart.node('wso2', 'WSO2 Identity Server', new URL(issuer).host);
  if (mapping) {
    chart.node('domain', 'Custom domain', ...domainLines(mapping, first(template, 'AWS::ApiGatewayV2::DomainName')));
  }
  const functions = functionsBehind(template);
  const groups = routeGroups(template, functions);
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
  for (const [index, fn] of functions.entries()) {
    drawFunction(chart, fn, boxesOf(index), functions.length === 1 ? undefined : fn.name);
  }

  chart.edge('client', '-->', 'wso2', 'asks for a token');
  chart.edge('client', '-->', mapping ? 'domain' : 'stage', 'request with the token');
  if (mapping) {
    chart.edge('domain', '-->', 'stage');
  }
  if (groups.some(({ isPublic }) => !isPublic)) {
    chart.edge('stage', '-->', 'authorizer');
  }
  for (const [index, { isPublic, of }] of groups.entries()) {
    const boxes = boxesOf(of);
    chart.edge(isPublic ? 'stage' : 'authorizer', '-->', `routes${index}`);
    chart.edge(`routes${index}`, '-->', functions[of]?.alias ? boxes.alias : boxes.function);
  }
  chart.edge('authorizer', '-.->', mirror ? 'public' : 'wso2', 'discovery and keys, kept for 2 hours');
  if (mirror !== undefined) {
    drawMirror(chart, mirror);
  }
  drawWatching(
    chart,
    template,
    functions.map((_, index) => boxesOf(index)),
  );
  drawOthers(chart, template, { functions, boxOf: (index) => boxesOf(index).function });
  return chart.text();
}

/** The ids of the boxes of a function, by its place among those behind the API. */
interface FunctionBoxes {
  readonly function: string;
  readonly alias: string;
  readonly delivery: string;
  readonly traces: string;
  readonly log: string;
}

function boxesOf(index: number): FunctionBoxes {
  const number = index === 0 ? '' : String(index + 1);
  return {
    function: `function${number}`,
    alias: `alias${number}`,
    delivery: `delivery${number}`,
    traces: `traces${number}`,
    log: `functionLog${number}`,
  };
}

/** Routes of the same access and function, in the order of the template. */
interface RouteGroup {
  /** The access that the routes share, in words. */
  readonly who: string;
  readonly isPublic: boolean;
  /** The place of their function among those behind the API. */
  readonly of: number;
  readonly routeKeys: string[];
}

/** One group for all routes of the same access and function, so that hundreds of them stay a picture. */
function routeGroups(template: StackTemplate, functions: readonly FunctionBehind[]): RouteGroup[] {
  const groups = new Map<string, RouteGroup>();
  for (const [, { Properties }] of resourcesOf(template, 'AWS::ApiGatewayV2::Route')) {
    const isPublic = Properties?.['AuthorizationType'] !== 'JWT';
    const scopes: readonly string[] | undefined = Properties?.['AuthorizationScopes'];
    const who = isPublic ? 'anyone' : scopes ? `token with ${scopes.join(' or ')}` : 'any valid token';
    const key = String(Properties?.['RouteKey']);
    const of = Math.max(
      0,
      functions.findIndex(({ routeKeys }) => routeKeys.includes(key)),
    );
    const group = groups.get(`${of} ${who}`) ?? { who, isPublic, of, routeKeys: [] };
    group.routeKeys.push(key);
    groups.set(`${of} ${who}`, group);
  }
  return [...groups.values()];
}

/** The most routes that a box names. */
const MOST_ROUTES = 8;

/** @param name - where there are others besides it */
function drawFunction(
  chart: Flowchart,
  { properties: fn, alias, delivery }: FunctionBehind,
  boxes: FunctionBoxes,
  name: string | undefined,
): void {
  const reserved = fn['ReservedConcurrentExecutions'];
  chart.node(
    boxes.function,
    name === undefined ? 'Lambda function' : `Lambda function ${name}`,
    `${fn['Runtime']}, ${fn['Architectures']?.[0]}, ${fn['MemorySize']} MiB, ${fn['Timeout']} s`,
    ...(reserved === undefined ? [] : [`${reserved} at once`]),
    ...(fn['VpcConfig'] ? ['in a VPC'] : []),
  );
  if (alias && delivery) {
    chart.node(boxes.alias, `Alias ${alias['Name']}`);
    chart.node(
      boxes.delivery,
      'CodeDeploy',
      String(delivery['DeploymentConfigName']).replace('CodeDeployDefault.', ''),
    );
    chart.edge(boxes.alias, '-->', boxes.function);
    chart.edge(boxes.delivery, '-.->', boxes.alias, 'moves callers to a new version');
  }
  if (fn['TracingConfig']?.Mode === 'Active') {
    chart.node(boxes.traces, 'X-Ray traces');
    chart.edge(boxes.function, '-.->', boxes.traces);
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

/** The address below which the API is, and what is asked there. Of a name that the template does not make, nothing is known. */
function domainLines(mapping: Properties, domain: Properties | undefined): string[] {
  const { DomainName: of, ApiMappingKey: key } = mapping;
  const name = domain?.['DomainName'] ?? of;
  const asks = domain?.['MutualTlsAuthentication'] ? ['client certificates'] : [];
  return [
    key === undefined ? name : `${name}/${key}`,
    ...(domain ? ['TLS 1.2 or newer', ...asks] : ['not of this stack']),
  ];
}

type Properties = NonNullable<TemplateResource['Properties']>;

function first(template: StackTemplate, type: string): Properties | undefined {
  return resourcesOf(template, type)[0]?.[1].Properties;
}

function countOf(count: number, thing: string): string {
  return count === 1 ? `1 ${thing}` : `${count} ${thing}s`;
}

/** Draws the logs, and what watches the API where it is watched. Expects the boxes `stage` and those of the functions. */
function drawWatching(chart: Flowchart, template: StackTemplate, functions: readonly FunctionBoxes[]): void {
  const count = (type: string) => resourcesOf(template, type).length;
  const filters = count('AWS::Logs::MetricFilter');
  const alarms = count('AWS::CloudWatch::Alarm');
  const queries = count('AWS::Logs::QueryDefinition');
  const days = resourcesOf(template, 'AWS::Logs::LogGroup')[0]?.[1].Properties?.['RetentionInDays'];

  chart.group('watching', 'CloudWatch', () => {
    chart.node('accessLog', 'Access log', `kept for ${days} days`);
    for (const { log } of functions) {
      chart.node(log, 'Function log', `kept for ${days} days`);
    }
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
  for (const boxes of functions) {
    chart.edge(boxes.function, '-.->', boxes.log);
  }
  if (filters > 0) {
    chart.edge('accessLog', '-.->', 'filters');
    chart.edge('filters', '-.->', 'alarms');
    chart.edge('stage', '-.->', 'alarms', 'metrics');
    for (const boxes of functions) {
      chart.edge(boxes.function, '-.->', 'alarms', 'metrics');
    }
  }
  if (queries > 0) {
    chart.edge('accessLog', '-.->', 'queries');
    for (const { log } of functions) {
      chart.edge(log, '-.->', 'queries');
    }
  }
  if (count('AWS::CloudWatch::Dashboard') > 0) {
    chart.edge('filters', '-.->', 'dashboard');
  }
  drawTopic(chart, template, functions);
}

function drawTopic(chart: Flowchart, template: StackTemplate, functions: readonly FunctionBoxes[]): void {
  if (resourcesOf(template, 'AWS::SNS::Topic').length > 0) {
    const subscribers = resourcesOf(template, 'AWS::SNS::Subscription').length;
    chart.node('topic', 'SNS topic', 'encrypted under a KMS key');
    chart.edge('alarms', '-->', 'topic');
    if (subscribers > 0) {
      chart.node('people', subscribers === 1 ? '1 e-mail address' : `${subscribers} e-mail addresses`);
      chart.edge('topic', '-->', 'people');
    }
  }
  const delivered = functionsBehind(template);
  for (const [index, { delivery }] of functions.entries()) {
    if (delivered[index]?.delivery) {
      chart.edge('alarms', '-.->', delivery, 'move them back');
    }
  }
}
