import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020';
import addFormats from 'ajv-formats';
import { type Answer, answerFaults } from '../../commands/project/operations';
import type { Access, Route } from '../../lib/api/types';
import openapi from '../../openapi.json';

/** A validator that knows nothing of this project: it takes JSON Schemas of 2020-12, those of OpenAPI 3.1. */
const ajv = addFormats(new Ajv2020({ strict: false, allErrors: true }));
ajv.addSchema(openapi, 'openapi.json');

/** The validator of the schema at a place in openapi.json, each step of it a key. */
function schemaAt(...steps: readonly string[]): ValidateFunction {
  const pointer = steps.map((step) => step.replaceAll('~', '~0').replaceAll('/', '~1')).map(encodeURIComponent);
  return (
    ajv.getSchema(`openapi.json#/${pointer.join('/')}`) ?? fail(`openapi.json has nothing at ${steps.join(' › ')}`)
  );
}

/** The faults of a value by the schema at a place in openapi.json. */
export function schemaFaults(value: unknown, ...steps: readonly string[]): string[] {
  const validate = schemaAt(...steps);
  validate(value);
  return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
}

/**
 * The differences between an answer and what callers are told of its route: by the schemas of the function, which let nothing
 * through that is not described, and by openapi.json, with a validator that nobody here wrote.
 */
export function descriptionFaults(key: string, answer: Answer): string[] {
  const [method = '', path = ''] = key.split(' ');
  const route = { method, path, access: ACCESS.get(key) } as Route;
  const { status, body } = answer;
  const place = [
    'paths',
    path,
    method.toLowerCase(),
    'responses',
    String(status),
    'content',
    'application/json',
    'schema',
  ];
  return [...answerFaults(route, answer), ...schemaFaults(JSON.parse(body), ...place)];
}

/** As much of an Operation Object as is looked at. */
interface Guarded {
  readonly security: readonly Readonly<Partial<Record<string, readonly string[]>>>[];
}

/** Access of each route, by route key. */
const ACCESS = new Map<string, Access>(
  Object.entries<Record<string, Guarded>>(openapi.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, { security }]) => {
      const scopes = security.flatMap((requirement) => Object.values(requirement).flatMap((some = []) => some));
      const access = security.length === 0 ? { public: 'why' } : scopes.length > 0 ? { scopes } : { anyToken: 'why' };
      return [`${method.toUpperCase()} ${path}`, access] as const;
    }),
  ),
);

/** The routes of openapi.json, by their keys. */
export const DESCRIBED: readonly string[] = [...ACCESS.keys()];

function fail(message: string): never {
  throw new Error(message);
}
