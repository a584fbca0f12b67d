import { show } from '../../lib/check/fault';
import { resourcesOf, type StackTemplate } from '../project/template';
import { type Edit, type Refusal, stackRefusals, withoutApi } from './stack-rules';

/**
 * The reasons why an edit of a deployed stack must not start: CloudFormation could not carry it out in one deployment, or
 * callers would be refused in a way that its author may not have meant.
 */
export function refusalsOf(edit: Edit): Refusal[] {
  return stackRefusals(edit, withoutApi(edit.deployed), () => [
    ...renamedThrottles(edit),
    ...movedFunctions(edit),
    ...closedAddress(edit),
    ...deletedName(edit),
    ...newIssuer(edit),
  ]);
}

/**
 * A route whose key changes in place while the stage has settings for the old key: API Gateway merges the settings of a stage,
 * and refuses them as a whole where one key has no route. What CloudFormation does first is not established.
 */
function renamedThrottles({ deployed: { template }, next }: Edit): Refusal[] {
  const throttled = throttledKeys(template);
  const now = routeKeys(next.template);
  return [...routeKeys(template)].flatMap(([id, old]) => {
    const renamed = now.get(id);
    return renamed === undefined || renamed === old || !throttled.has(old)
      ? []
      : [
          {
            what: `config/routes.ts: ${renamed}`,
            got: `a throttled route that was ${old}`,
            expected:
              'one that keeps its parameter names while it is throttled: the stage holds the limit by the old name, and refuses every change once no route has it',
            fix: `deploy twice: first ${old} without its throttle, then ${renamed} with it; in between it has the limit of the stage`,
          },
        ];
  });
}

/**
 * A function that another one takes the place of, while it goes on elsewhere: the first of `config/functions.ts` has the logical ids
 * that hold no name. Its code would be exchanged in place, and answer the routes of the other until they are moved.
 */
function movedFunctions({ deployed: { template }, next }: Edit): Refusal[] {
  const now = functionNames(next.template);
  return [...functionNames(template)].flatMap(([id, old]) => {
    const name = now.get(id);
    return name === undefined || name === old || ![...now.values()].includes(old)
      ? []
      : [
          {
            what: 'config/functions.ts: the first function',
            got: `${show(name)}, where ${show(old)} is deployed`,
            expected: `${show(old)} to stay the first: the two would exchange their code in place, and answer each other's routes meanwhile`,
            fix: `put ${old} first again, and let the routes of ${name} name it`,
          },
        ];
  });
}

/** An address that callers have, switched off before the one that follows it is there. */
function closedAddress({ deployed: { template }, next, environment: { domain } }: Edit): Refusal[] {
  const isOpen = (of: StackTemplate | undefined) =>
    of !== undefined &&
    resourcesOf(of, 'AWS::ApiGatewayV2::Api').some(([, api]) => api.Properties?.['DisableExecuteApiEndpoint'] !== true);
  const hadName = template !== undefined && resourcesOf(template, 'AWS::ApiGatewayV2::ApiMapping').length > 0;
  if (domain === undefined || hadName || !isOpen(template) || isOpen(next.template)) {
    return [];
  }
  const steps =
    domain.mutualTls === undefined
      ? 'first with domain.executeApiUntil, then, when callers have moved, without it'
      : 'first without domain.mutualTls and with domain.executeApiUntil, then, when callers have moved, as it is now';
  return [
    {
      what: `domain ${domain.name}`,
      got: 'a new name, and the execute-api address switched off with it',
      expected: 'that address to go on until callers have moved: it answers 403 before the name is there',
      fix: `deploy twice: ${steps}; or, if nobody calls it yet, add --accept closed-address`,
      accept: 'closed-address',
    },
  ];
}

/** A name that the stack made, and would delete: whatever else is mapped below it would go with it. */
function deletedName({ deployed: { template }, next, environment: { domain } }: Edit): Refusal[] {
  const made = (of: StackTemplate | undefined) =>
    of !== undefined &&
    resourcesOf(of, 'AWS::ApiGatewayV2::DomainName').some(
      ([, name]) => name.Properties?.['DomainName'] === domain?.name,
    );
  return domain?.existing && made(template) && !made(next.template)
    ? [
        {
          what: `domain ${domain.name}`,
          got: 'existing: true, where this stack has made the name',
          expected: 'it to stay: the deployment would delete the name, and whatever is mapped below it',
          fix: 'remove existing, and write its certificate and zone again; or take the domain out first, and let another stack make it',
        },
      ]
    : [];
}

/** Another issuer: no token that is out was issued by it. */
function newIssuer({ deployed: { template }, next }: Edit): Refusal[] {
  const [old, now] = [issuerOf(template), issuerOf(next.template)];
  return old === undefined || old === now
    ? []
    : [
        {
          what: 'issuer',
          got: `${show(now)}, where ${show(old)} is deployed`,
          expected:
            'the same: every token that is out is refused with 401 from then on, until its client asks for a new one, which it does when the token expires: after 3600 s, as WSO2 IS comes, or what Access Token › Expiry time of the application says, the longest of all applications',
          fix: 'see docs/operations.md, Another issuer, for ways around it; if it is meant, add --accept new-issuer',
          accept: 'new-issuer',
        },
      ];
}

function issuerOf(template: StackTemplate | undefined): string | undefined {
  const [authorizer] = template === undefined ? [] : resourcesOf(template, 'AWS::ApiGatewayV2::Authorizer');
  return authorizer?.[1].Properties?.['JwtConfiguration']?.Issuer;
}

/** Route keys by the logical id of their route. */
function routeKeys(template: StackTemplate | undefined): Map<string, string> {
  const routes = template === undefined ? [] : resourcesOf(template, 'AWS::ApiGatewayV2::Route');
  return new Map(routes.map(([id, { Properties }]) => [id, String(Properties?.['RouteKey'])]));
}

/** The names of functions, by the logical id of theirs. */
function functionNames(template: StackTemplate | undefined): Map<string, string> {
  const functions = template === undefined ? [] : resourcesOf(template, 'AWS::Lambda::Function');
  return new Map(
    functions.flatMap(([id, { Properties }]) => {
      const name: unknown = Properties?.['Environment']?.Variables?.POWERTOOLS_SERVICE_NAME;
      return typeof name === 'string' ? [[id, name] as const] : [];
    }),
  );
}

/** The route keys that a stage has settings for. */
function throttledKeys(template: StackTemplate | undefined): ReadonlySet<string> {
  const stages = template === undefined ? [] : resourcesOf(template, 'AWS::ApiGatewayV2::Stage');
  return new Set(stages.flatMap(([, { Properties }]) => Object.keys(Properties?.['RouteSettings'] ?? {})));
}
