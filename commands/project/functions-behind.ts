import { resourcesOf, type StackTemplate, type TemplateResource } from './template';

type Properties = NonNullable<TemplateResource['Properties']>;

/** A function behind the HTTP API of a template. */
export interface FunctionBehind {
  /** Its logical id. */
  readonly id: string;
  /** The name that it has in its log and metrics, or else its logical id. */
  readonly name: string;
  readonly properties: Properties;
  /** The keys of the routes that it answers. */
  readonly routeKeys: readonly string[];
  /** The alias that they invoke it by. Undefined where they invoke the function itself. */
  readonly alias?: Properties | undefined;
  /** The deployment group that moves callers of the alias. */
  readonly delivery?: Properties | undefined;
}

/** The functions that routes of a template lead to, in the order of the template. */
export function functionsBehind(template: StackTemplate): FunctionBehind[] {
  const { Resources } = template;
  const targets = resourcesOf(template, 'AWS::ApiGatewayV2::Route').flatMap(([, { Properties }]) => {
    const integration = firstOf(template, Properties?.['Target'], 'AWS::ApiGatewayV2::Integration');
    const uri = integration?.[1]['IntegrationUri'];
    const alias = firstOf(template, uri, 'AWS::Lambda::Alias');
    const fn = firstOf(template, alias?.[1]['FunctionName'] ?? uri, 'AWS::Lambda::Function');
    return fn ? [{ id: fn[0], alias, routeKey: String(Properties?.['RouteKey']) }] : [];
  });
  return resourcesOf(template, 'AWS::Lambda::Function').flatMap(([id]) => {
    const mine = targets.filter((target) => target.id === id);
    const [aliasId, alias] = mine[0]?.alias ?? [];
    const properties = Resources[id]?.Properties ?? {};
    return mine.length === 0
      ? []
      : [
          {
            id,
            name: nameOf(id, properties),
            properties,
            routeKeys: mine.map(({ routeKey }) => routeKey),
            alias,
            delivery: aliasId === undefined ? undefined : deliveryOf(template, aliasId),
          },
        ];
  });
}

/** The name of a function in its log and metrics, or else its logical id. */
export function nameOf(id: string, properties: Properties): string {
  const name: unknown = properties['Environment']?.Variables?.POWERTOOLS_SERVICE_NAME;
  return typeof name === 'string' ? name : id;
}

/** The logical ids that a value of a template refers to, in its order. */
export function referencesIn(value: unknown): string[] {
  if (Array.isArray(value)) {
    return value.flatMap(referencesIn);
  }
  if (typeof value !== 'object' || value === null) {
    return [];
  }
  const { Ref: ref, 'Fn::GetAtt': attribute } = value as Readonly<Record<string, unknown>>;
  const own = [ref, Array.isArray(attribute) ? attribute[0] : undefined].filter((id) => typeof id === 'string');
  return own.length > 0 ? own : Object.values(value).flatMap(referencesIn);
}

/** The first resource of a type that a value refers to. */
function firstOf(
  { Resources }: StackTemplate,
  value: unknown,
  type: string,
): readonly [id: string, properties: Properties] | undefined {
  const id = referencesIn(value).find((one) => Resources[one]?.Type === type);
  return id === undefined ? undefined : [id, Resources[id]?.Properties ?? {}];
}

/** CloudFormation has the deployment group of an alias in the alias's update policy. */
function deliveryOf({ Resources }: StackTemplate, aliasId: string): Properties | undefined {
  const group = referencesIn(Resources[aliasId]?.UpdatePolicy).find(
    (id) => Resources[id]?.Type === 'AWS::CodeDeploy::DeploymentGroup',
  );
  return group === undefined ? undefined : Resources[group]?.Properties;
}
