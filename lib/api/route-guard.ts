import { readFileSync } from 'node:fs';
import type { IPolicyValidationContext, IPolicyValidationPlugin, PolicyValidationPluginReport } from 'aws-cdk-lib';

interface Resource {
  readonly Type?: string;
  readonly Metadata?: { readonly Access?: { readonly public?: unknown } };
  readonly Properties?: Readonly<Record<string, unknown>>;
}

interface Template {
  readonly Resources?: Readonly<Record<string, Resource>>;
}

/** One way to be open. */
interface Rule {
  readonly ruleName: string;
  readonly description: string;
  readonly fix: string;
  readonly type: string;
  readonly property: string;
  isBroken(resource: Resource): boolean;
}

const RULES: readonly Rule[] = [
  {
    ruleName: 'route-is-protected',
    description: 'The route is open: it has no JWT authorizer, and nothing says why it may be public.',
    fix: "Make it through JwtHttpApi, and give its access as { scopes: […] }, { anyToken: 'why' } or { public: 'why' }.",
    type: 'AWS::ApiGatewayV2::Route',
    property: 'AuthorizationType',
    isBroken: ({ Properties, Metadata }) => {
      const isJwt = Properties?.['AuthorizationType'] === 'JWT' && Boolean(Properties['AuthorizerId']);
      const reason = Metadata?.Access?.public;
      const isPublic =
        Properties?.['AuthorizationType'] === 'NONE' && typeof reason === 'string' && reason.trim() !== '';
      return !isJwt && !isPublic;
    },
  },
  {
    ruleName: 'routes-are-resources',
    description:
      'The API brings routes of its own, which no resource of the template shows: one to its Target is open to anyone, and those of an OpenAPI document may be.',
    fix: 'Remove Target, Body and BodyS3Location, and make each route through JwtHttpApi.',
    type: 'AWS::ApiGatewayV2::Api',
    property: 'Target',
    isBroken: ({ Properties = {} }) => ['Target', 'Body', 'BodyS3Location'].some((name) => name in Properties),
  },
  {
    ruleName: 'function-is-behind-the-api',
    description: 'The URL of the function lets anyone invoke it, past the authorizer.',
    fix: 'Remove it, or write AuthType AWS_IAM.',
    type: 'AWS::Lambda::Url',
    property: 'AuthType',
    isBroken: ({ Properties }) => Properties?.['AuthType'] !== 'AWS_IAM',
  },
];

/**
 * Looks at the finished templates, whoever wrote them, and fails synthesis where a route is neither behind a JWT authorizer
 * nor declared public with a reason, or where there is a way in that is no route.
 */
export class RouteGuard implements IPolicyValidationPlugin {
  readonly name = 'route-guard';

  validate({ templatePaths }: IPolicyValidationContext): PolicyValidationPluginReport {
    const templates = templatePaths.map((templatePath) => ({ templatePath, template: readTemplate(templatePath) }));
    const violations = RULES.map((rule) => ({
      ruleName: rule.ruleName,
      description: rule.description,
      fix: rule.fix,
      severity: 'error',
      violatingResources: templates.flatMap(({ templatePath, template }) =>
        breaking(rule, template).map((resourceLogicalId) => ({
          resourceLogicalId,
          templatePath,
          locations: [`Properties/${rule.property}`],
        })),
      ),
    })).filter(({ violatingResources }) => violatingResources.length > 0);
    return { success: violations.length === 0, violations };
  }
}

/** The logical ids of what lets callers in that nobody said should be. */
export function openResources(template: Template): string[] {
  return RULES.flatMap((rule) => breaking(rule, template));
}

function breaking({ type, isBroken }: Rule, { Resources = {} }: Template): string[] {
  return Object.entries(Resources)
    .filter(([, resource]) => resource.Type === type && isBroken(resource))
    .map(([logicalId]) => logicalId);
}

function readTemplate(path: string): Template {
  return JSON.parse(readFileSync(path, 'utf8'));
}
