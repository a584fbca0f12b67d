import { readFileSync } from 'node:fs';
import type { IPolicyValidationContext, IPolicyValidationPlugin, PolicyValidationPluginReport } from 'aws-cdk-lib';

interface Resource {
  readonly Type?: string;
  readonly Metadata?: { readonly Access?: { readonly public?: unknown } };
  readonly Properties?: { readonly AuthorizationType?: unknown; readonly AuthorizerId?: unknown };
}

/**
 * Looks at the finished templates, whoever wrote them, and fails synthesis where a route is neither behind a JWT authorizer
 * nor declared public with a reason.
 */
export class RouteGuard implements IPolicyValidationPlugin {
  readonly name = 'route-guard';

  validate({ templatePaths }: IPolicyValidationContext): PolicyValidationPluginReport {
    const open = templatePaths.flatMap((templatePath) =>
      openRoutes(readTemplate(templatePath)).map((resourceLogicalId) => ({
        resourceLogicalId,
        templatePath,
        locations: ['Properties/AuthorizationType'],
      })),
    );
    return {
      success: open.length === 0,
      violations:
        open.length === 0
          ? []
          : [
              {
                ruleName: 'route-is-protected',
                description: 'The route is open: it has no JWT authorizer, and nothing says why it may be public.',
                fix: "Make it through JwtHttpApi, and give its access as { scopes: […] }, { anyToken: 'why' } or { public: 'why' }.",
                severity: 'error',
                violatingResources: open,
              },
            ],
    };
  }
}

/** The logical ids of the routes in a template that anyone may call though nobody said so. */
export function openRoutes(template: { readonly Resources?: Readonly<Record<string, Resource>> }): string[] {
  return Object.entries(template.Resources ?? {})
    .filter(([, { Type }]) => Type === 'AWS::ApiGatewayV2::Route')
    .filter(([, { Properties, Metadata }]) => {
      const isJwt = Properties?.AuthorizationType === 'JWT' && Boolean(Properties.AuthorizerId);
      const reason = Metadata?.Access?.public;
      const isPublic = Properties?.AuthorizationType === 'NONE' && typeof reason === 'string' && reason.trim() !== '';
      return !isJwt && !isPublic;
    })
    .map(([logicalId]) => logicalId);
}

function readTemplate(path: string): Parameters<typeof openRoutes>[0] {
  return JSON.parse(readFileSync(path, 'utf8'));
}
