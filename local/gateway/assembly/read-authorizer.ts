import type { JwtAuthorizerModel } from '../../authorizer';
import { parseIdentitySource } from '../../authorizer';
import { type ApiInStacks, findResource, type Resource } from './stack';

const KNOWN = ['ApiId', 'AuthorizerType', 'IdentitySource', 'JwtConfiguration', 'Name'];

/**
 * The JWT authorizer of a route.
 *
 * @throws NotEmulatedError when it is another kind of authorizer, or anything about it is not understood
 */
export function readAuthorizer({ api, stacks }: ApiInStacks, route: Resource): JwtAuthorizerModel {
  const id = route.string('AuthorizerId');
  if (id === undefined) {
    throw route.notEmulated('AuthorizerId: AuthorizationType JWT needs one');
  }
  const authorizer = findResource(stacks, route, id, 'AWS::ApiGatewayV2::Authorizer');
  const type = authorizer.string('AuthorizerType');
  if (type !== 'JWT') {
    throw authorizer.notEmulated(`AuthorizerType ${type} is not emulated`);
  }
  authorizer.refuseOthersThan(KNOWN);
  if (authorizer.string('ApiId') !== api.physicalId) {
    throw authorizer.notEmulated(`ApiId: the authorizer is not one of ${api.id}`);
  }
  return { id, ...readJwtConfiguration(authorizer), identitySource: readIdentitySource(authorizer) };
}

function readJwtConfiguration(authorizer: Resource): Pick<JwtAuthorizerModel, 'issuer' | 'audience'> {
  const { Issuer: issuer, Audience: audience } = authorizer.record('JwtConfiguration');
  if (typeof issuer !== 'string' || !isHttps(issuer)) {
    throw authorizer.notEmulated(`JwtConfiguration.Issuer: ${JSON.stringify(issuer)} is not an https URL`);
  }
  if (/[?#\s]/.test(issuer)) {
    throw authorizer.notEmulated(
      `JwtConfiguration.Issuer: ${JSON.stringify(issuer)} has a query, a fragment or white space: no discovery document is below it`,
    );
  }
  if (!Array.isArray(audience) || audience.length === 0 || !audience.every(isText)) {
    throw authorizer.notEmulated(
      `JwtConfiguration.Audience: ${JSON.stringify(audience)} is not a list of one or more strings`,
    );
  }
  return { issuer, audience };
}

function readIdentitySource(authorizer: Resource): string {
  const [expression, ...others] = authorizer.strings('IdentitySource');
  if (expression === undefined || others.length > 0) {
    throw authorizer.notEmulated(
      `IdentitySource: ${expression === undefined ? 'none' : others.length + 1} given, a JWT authorizer has one`,
    );
  }
  try {
    parseIdentitySource(expression);
  } catch (error) {
    throw authorizer.notEmulated(`IdentitySource: ${error instanceof Error ? error.message : error}`);
  }
  return expression;
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}

function isHttps(url: string): boolean {
  return URL.canParse(url) && new URL(url).protocol === 'https:';
}
