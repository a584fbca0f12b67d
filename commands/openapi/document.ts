import { Fault, type Operation, type Parameter } from '../../lambda/operations';
import type { Route } from '../../lib/api/types';
import type { Config } from '../../lib/config/environment';
import packageJson from '../../package.json';
import { CommandError } from '../kit/command';
import type { Operations } from '../project/operations';
import { PATH_PARAMETER_VALUE, routeKey } from '../project/routes';
import { type JsonSchema, jsonSchemaOf } from './json-schema';
import { contentOf, responsesOf, sharedParts } from './responses';
import { securityOf, securitySchemes } from './security';

export interface DocumentProps {
  readonly config: Config;
  /** Description of each route, by route key. */
  readonly operations: Operations;
  /** The Server Objects of the document. At least one. */
  readonly servers: readonly object[];
}

/**
 * The OpenAPI document (3.1) of an environment: the same for the same configuration.
 *
 * @throws CommandError with every route that nobody described
 * @see https://spec.openapis.org/oas/v3.1.1.html
 */
export function openApiDocument({ config, operations, servers }: DocumentProps): object {
  const described = describedRoutes(config, operations);
  const schemas = new Map<string, JsonSchema>();
  for (const { operation } of described) {
    const { body, answer } = operation;
    if (body) {
      schemas.set(body.name, jsonSchemaOf(body.schema, { open: false }));
    }
    schemas.set(answer.name, jsonSchemaOf(answer.schema, { open: true }));
  }
  schemas.set('Fault', jsonSchemaOf(Fault, { open: true }));

  const shared = sharedParts(config.routes);
  const paths = new Map<string, Record<string, object>>();
  for (const { route, operation } of described) {
    const path = templateOf(route.path);
    paths.set(path, { ...paths.get(path), [route.method.toLowerCase()]: operationObject(route, operation, config) });
  }
  return {
    openapi: '3.1.1',
    info: {
      title: config.project,
      description: `An HTTP API of Amazon API Gateway. Its tokens are of WSO2 Identity Server, \`${config.environment.issuer}\`. Made by \`npm run openapi\`; changes made here are lost.`,
      version: packageJson.version,
      license: { name: packageJson.license, identifier: packageJson.license },
    },
    servers,
    tags: [...new Set(described.map(({ operation }) => operation.tag))].map((name) => ({
      name,
      description: described
        .filter(({ operation }) => operation.tag === name)
        .map(({ route }) => routeKey(route))
        .join(', '),
    })),
    paths: Object.fromEntries(paths),
    components: {
      securitySchemes: securitySchemes(config),
      headers: shared.headers,
      schemas: { ...Object.fromEntries(schemas), ...shared.schemas },
    },
  };
}

interface DescribedRoute {
  readonly route: Route;
  readonly operation: Operation;
}

function describedRoutes({ routes }: Config, operations: Operations): readonly DescribedRoute[] {
  const missing = routes.filter((route) => operations[routeKey(route)] === undefined);
  if (missing.length > 0) {
    throw new CommandError(
      missing.map((route) => ({
        what: `config/routes.ts: ${routeKey(route)}`,
        got: 'a route that nobody described',
        expected: 'its schemas in lambda/operations/index.ts',
        fix: 'add them, as those of the other routes',
      })),
    );
  }
  return routes.flatMap((route) => {
    const operation = operations[routeKey(route)];
    return operation ? [{ route, operation }] : [];
  });
}

function operationObject(route: Route, operation: Operation, config: Config): object {
  const { id, tag, summary, description, body } = operation;
  const { access, throttle = config.environment.throttle } = route;
  const parameters = parametersOf(route, operation);
  return {
    operationId: id,
    tags: [tag],
    summary,
    ...(description !== undefined && { description }),
    security: securityOf(access, config),
    ...(parameters.length > 0 && { parameters }),
    ...(body && { requestBody: { description: body.description, required: true, ...contentOf(body) } }),
    responses: responsesOf(route, operation, throttle),
  };
}

/** A path as OpenAPI writes it, which knows no greedy parameters: `/files/{rest}` for `/files/{rest+}`. */
function templateOf(path: string): string {
  return path.replace(/\+\}$/, '}');
}

function parametersOf({ path }: Route, { parameters = {} }: Operation): object[] {
  const inPath = [...path.matchAll(/\{([^}+]+)(\+?)\}/g)].map(([, name = '', greedy]) => ({
    name,
    greedy: greedy === '+',
  }));
  const isInPath = (name: string) => inPath.some((one) => one.name === name);
  const schema = { type: 'string' };
  return [
    ...inPath.map(({ name, greedy }) => {
      const { description = `The ${name} of the path`, example = PATH_PARAMETER_VALUE }: Partial<Parameter> =
        parameters[name] ?? {};
      const text = greedy ? `${description}. May have slashes in it` : description;
      return { name, in: 'path', required: true, description: text, schema, example };
    }),
    ...Object.entries(parameters)
      .filter(([name]) => !isInPath(name))
      .map(([name, { description, example, required = false }]) => ({
        name,
        in: 'query',
        required,
        description,
        schema,
        example,
      })),
  ];
}
