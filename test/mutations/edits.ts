/** An edit that would open a door, lose what an operator needs or break callers, and the test that must notice it. */
export interface DangerousEdit {
  /** A sentence about its effect. */
  readonly what: string;
  /** The file, and the text in it that is there once. */
  readonly file: string;
  readonly from: string;
  readonly to: string;
  /** The test that fails for it: its file, and its name, blocks and test joined with ` › `. No snapshot. */
  readonly noticedBy: readonly [file: string, name: string];
}

const API = 'lib/api/jwt-http-api.ts';
const STACK = 'lib/api-stack.ts';
const FUNCTION = 'lib/business-function.ts';
const FUNCTIONS = 'lib/api-functions.ts';
const ROLE = 'lib/deploy-role/deploy-role-stack.ts';
const GUARD = 'lib/api/route-guard.ts';
const ALARMS = 'lib/monitoring/alarms.ts';
const WATCH = 'lib/monitoring/watch.ts';
const BUCKET = 'lib/mirror/mirror-bucket.ts';
const PUBLIC = 'lib/mirror/mirror-distribution.ts';
const MIRROR = 'lib/mirror/mirror-stack.ts';
const MIRROR_FUNCTION = 'lib/mirror/mirror-function.ts';
const SOURCE = 'mirror/read-source.ts';
const REBUILD = 'mirror/rebuild.ts';

const CONSOLE_GUARD = 'local/console/guard.ts';

const OF_CONSOLE = 'test/local/console/console.test.ts';
const OF_API = 'test/lib/api/jwt-http-api.test.ts';
const OF_STACK = 'test/lib/api-stack.test.ts';
const OF_ROLE = 'test/lib/deploy-role/deploy-role.test.ts';
const OF_GUARD = 'test/lib/api/route-guard.test.ts';
const OF_ALARMS = 'test/lib/monitoring/api-monitoring.test.ts';
const OF_DELIVERY = 'test/lib/gradual-delivery.test.ts';
const OF_DOMAIN = 'test/lib/api-domain.test.ts';
const OF_MIRROR = 'test/lib/mirror/mirror-stack.test.ts';
const OF_HANDLER = 'test/lambda/handler.test.ts';
const OF_PREVIEWS = 'test/lib/config/previews.test.ts';
const OF_TRAFFIC = 'test/lib/traffic.test.ts';
const OF_PUBLISHING = 'test/mirror/publish-mirror.test.ts';

export const DANGEROUS_EDITS: readonly DangerousEdit[] = [
  // Who may call.
  {
    what: 'routes lose their scopes',
    file: API,
    from: "'scopes' in access ? [...access.scopes] : []",
    to: '[]',
    noticedBy: [OF_STACK, 'routes › with scopes are behind the authorizer and name them'],
  },
  {
    what: 'every route is without an authorizer',
    file: API,
    from: "const isPublic = 'public' in access;",
    to: 'const isPublic = true;',
    noticedBy: [OF_STACK, 'routes › with scopes are behind the authorizer and name them'],
  },
  {
    what: 'routes for any token are public',
    file: API,
    from: "const isPublic = 'public' in access;",
    to: "const isPublic = !('scopes' in access);",
    noticedBy: [OF_STACK, 'routes › for any token are behind the authorizer without scopes'],
  },
  {
    what: 'public routes do not say why',
    file: API,
    from: "    resource.addMetadata('Access', access);\n",
    to: '',
    noticedBy: [OF_STACK, 'routes › that are public have neither authorizer nor scopes, and say why in their metadata'],
  },
  {
    what: 'the audience is cut to its first client',
    file: API,
    from: 'jwtAudience: [...audience]',
    to: 'jwtAudience: audience.slice(0, 1)',
    noticedBy: [OF_STACK, 'the pair of issuer and audience › reaches the authorizer exactly as configured'],
  },
  {
    what: 'the issuer is normalized',
    file: API,
    from: "new HttpJwtAuthorizer('Authorizer', issuer, {",
    to: "new HttpJwtAuthorizer('Authorizer', new URL(issuer).origin, {",
    noticedBy: [OF_STACK, 'the pair of issuer and audience › reaches the authorizer exactly as configured'],
  },
  {
    what: 'the token is read from elsewhere than configured',
    file: API,
    from: 'identitySource: [identitySource]',
    to: "identitySource: ['$request.header.Authorization']",
    noticedBy: [
      OF_STACK,
      'the pair of issuer and audience › comes with the identity source that the environment names',
    ],
  },
  {
    what: 'the construct takes private issuers by default',
    file: API,
    from: 'allowPrivateIssuer = false',
    to: 'allowPrivateIssuer = true',
    noticedBy: [OF_API, 'takes a private issuer only when told to'],
  },
  {
    what: 'the stack takes private issuers always',
    file: STACK,
    from: 'allowPrivateIssuer: environment.laptopOnly',
    to: 'allowPrivateIssuer: true',
    noticedBy: [OF_STACK, 'a private issuer is refused by the stack itself, for whatever is not a laptop'],
  },
  {
    what: 'an issuer may be http',
    file: 'lib/api/issuer-rules.ts',
    from: "if (url.protocol !== 'https:') {",
    to: "if (url.protocol === 'ftp:') {",
    noticedBy: [OF_API, 'keeps API Gateway’s rules itself, whoever uses it'],
  },
  {
    what: 'the construct checks nothing',
    file: API,
    from: 'assertValid(',
    to: '((..._: unknown[]) => {})(',
    noticedBy: [OF_API, 'keeps API Gateway’s rules itself, whoever uses it'],
  },
  {
    what: 'pages may send cookies by default',
    file: 'lib/api/cors-preflight.ts',
    from: 'allowCredentials = false',
    to: 'allowCredentials = true',
    noticedBy: [
      OF_API,
      'by itself, without the configuration of an app around it › lets no page send cookies or certificates',
    ],
  },
  {
    what: 'every origin may call from a browser',
    file: 'lib/api/cors-preflight.ts',
    from: 'allowOrigins: [...allowOrigins]',
    to: "allowOrigins: ['*']",
    noticedBy: [OF_TRAFFIC, 'CORS › lets pages send the token and JSON, with the methods of the routes'],
  },
  {
    what: 'the address of API Gateway stays open beside a domain with mutual TLS',
    file: API,
    from: 'disableExecuteApiEndpoint: customDomainOnly,',
    to: 'disableExecuteApiEndpoint: false,',
    noticedBy: [
      OF_DOMAIN,
      'a domain with a certificate that is there › leads to the stage, and is the only way to the API',
    ],
  },
  {
    what: 'a domain takes TLS 1.0',
    file: 'lib/api-domain.ts',
    from: 'SecurityPolicy.TLS_1_2',
    to: 'SecurityPolicy.TLS_1_0',
    noticedBy: [OF_DOMAIN, 'a domain with a certificate that is there › takes TLS 1.2 or newer under that certificate'],
  },
  {
    what: 'mutual TLS is left out',
    file: 'lib/api-domain.ts',
    from: '...(mutualTls && { mtls: this.truststore(mutualTls) }),',
    to: '',
    noticedBy: [OF_DOMAIN, 'mutual TLS trusts the bundle in S3, and proves the name where that is asked for'],
  },
  {
    what: 'anybody may invoke the function through any API',
    file: API,
    from: 'scopePermissionToRoute: false',
    to: 'scopePermissionToRoute: true',
    noticedBy: [
      OF_STACK,
      'routes › share one integration, in payload format 2.0, and one permission for the whole API',
    ],
  },
  {
    what: 'the function takes a caller without an authorizer for anonymous',
    file: 'lambda/caller.ts',
    from: '  if (!jwt) {\n    throw new Error(',
    to: '  if (!jwt) {\n    throw new HttpError(403, "claims_missing", ',
    noticedBy: [
      'test/lambda/caller.test.ts',
      'callerOf, over what should not be › blames the route, not the caller, when there is no authorizer',
    ],
  },

  // What keeps a door from being opened.
  {
    what: 'the route guard is not asked',
    file: 'lib/guards.ts',
    from: '  addValidator(app, new RouteGuard());\n',
    to: '',
    noticedBy: ['test/lib/build-app.test.ts', 'each validator is there, and what it is for fails synthesis'],
  },
  {
    what: 'the route guard lets an open route through',
    file: GUARD,
    from: 'return !isJwt && !isPublic;',
    to: 'return false;',
    noticedBy: [OF_GUARD, 'a route is open where it is NONE without metadata'],
  },
  {
    what: 'the route guard lets a route to a target through',
    file: GUARD,
    from: "['Target', 'Body', 'BodyS3Location']",
    to: "['Body', 'BodyS3Location']",
    noticedBy: [OF_GUARD, 'the one route of an API that was made for a target: open, too'],
  },
  {
    what: 'the route guard lets the URL of a function through',
    file: GUARD,
    from: "Properties?.['AuthType'] !== 'AWS_IAM'",
    to: "Properties?.['AuthType'] === 'ANY'",
    noticedBy: [OF_GUARD, 'the URL of a function that anyone may call: open, too'],
  },
  {
    what: 'the rules of AWS are not asked',
    file: 'lib/guards.ts',
    from: '  if (forAws) {\n    addValidator(app, new AwsSolutionsChecks(app));',
    to: '  if (!forAws) {\n    addValidator(app, new AwsSolutionsChecks(app));',
    noticedBy: ['test/lib/build-app.test.ts', 'each validator is there, and what it is for fails synthesis'],
  },
  {
    what: 'a laptop’s environment can be deployed',
    file: 'lib/add-stack.ts',
    from: 'env: laptopOnly ? LAPTOP : { account, region }',
    to: 'env: { account, region }',
    noticedBy: [
      OF_STACK,
      'account and region › are nobody’s for a laptop, so that cdk deploy stops before it asks AWS for anything',
    ],
  },

  // Who may deploy.
  {
    what: 'a role trusts every environment of the repository',
    file: ROLE,
    from: '`repo:${repository}:environment:${name}`',
    to: '`repo:${repository}:*`',
    noticedBy: [
      OF_ROLE,
      'the role of an environment › is only for a job of dev in this repository, and for a token that is for AWS',
    ],
  },
  {
    what: 'a role trusts patterns',
    file: ROLE,
    from: 'StringEquals: { [`',
    to: 'StringLike: { [`',
    noticedBy: [
      OF_ROLE,
      'the role of an environment › is only for a job of prod in this repository, and for a token that is for AWS',
    ],
  },
  {
    what: 'a role may assume every role of the bootstrap',
    file: ROLE,
    from: "['deploy', 'file-publishing'] as const",
    to: "['deploy', 'file-publishing', 'cfn-exec'] as const",
    noticedBy: [
      OF_ROLE,
      'the role of an environment › may assume the two bootstrap roles that a deployment takes, in the region of its environment, ask for the concurrency of the account, and nothing else',
    ],
  },
  {
    what: 'a role is taken for half a day',
    file: ROLE,
    from: 'Duration.hours(1)',
    to: 'Duration.hours(12)',
    noticedBy: [OF_ROLE, 'the role of an environment › is taken for an hour at most, and its ARN is an output'],
  },

  // What an operator needs.
  {
    what: 'the access log is gone with the stack',
    file: API,
    from: 'logRemovalPolicy = RemovalPolicy.RETAIN',
    to: 'logRemovalPolicy = RemovalPolicy.DESTROY',
    noticedBy: [
      OF_API,
      'by itself, without the configuration of an app around it › keeps the access log when the stack is deleted, under a key of CloudWatch’s own',
    ],
  },
  {
    what: 'a protected environment loses its logs',
    file: STACK,
    from: '? RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE',
    to: '? RemovalPolicy.DESTROY',
    noticedBy: [
      OF_STACK,
      'an environment that is protected from deletion › says so to CloudFormation and keeps its logs, but not those of a creation that failed',
    ],
  },
  {
    what: 'a protected stack can be deleted',
    file: STACK,
    from: 'super(scope, id, { terminationProtection, ...stackProps });',
    to: 'super(scope, id, stackProps);',
    noticedBy: [
      OF_STACK,
      'an environment that is protected from deletion › says so to CloudFormation and keeps its logs, but not those of a creation that failed',
    ],
  },
  {
    what: 'the access log forgets why callers are refused',
    file: 'lib/api/access-log-format.ts',
    from: '      authorizerError: AccessLogField.contextAuthorizerError(),\n',
    to: '',
    noticedBy: [OF_STACK, 'the stage › logs JSON that explains a refusal and holds no token'],
  },
  {
    what: 'the access log holds the token',
    file: 'lib/api/access-log-format.ts',
    from: '      path: AccessLogField.contextPath(),',
    to: "      path: AccessLogField.contextPath(),\n      authorization: '$request.header.Authorization',",
    noticedBy: [OF_STACK, 'the stage › logs JSON that explains a refusal and holds no token'],
  },
  {
    what: 'the stage is not throttled',
    file: API,
    from: '      throttle,\n      accessLogSettings',
    to: '      accessLogSettings',
    noticedBy: [OF_STACK, 'the stage › is $default, deploys itself, and is throttled as configured'],
  },
  {
    what: 'a route is not throttled',
    file: API,
    from: '    throttleRoutes(this.api, this.stage, routes, detailedMetrics);\n',
    to: '',
    noticedBy: [
      OF_TRAFFIC,
      'the throttle of a route › is set at the stage for that route alone, and keeps its metrics',
    ],
  },
  {
    what: 'the function has no concurrency of its own',
    file: FUNCTION,
    from: '      reservedConcurrentExecutions: reservedConcurrency,\n',
    to: '',
    noticedBy: [OF_TRAFFIC, 'the function › has the concurrency that is reserved for it'],
  },
  {
    what: 'alarms tell nobody',
    file: WATCH,
    from: '    alarm.addAlarmAction(action);\n',
    to: '',
    noticedBy: [OF_ALARMS, 'every alarm › tells the topic when it goes off and when it is over'],
  },
  {
    what: 'an issuer out of reach is no alarm until it lasts',
    file: ALARMS,
    from: 'breaches: [2, 10]',
    to: 'breaches: [10, 10]',
    noticedBy: [
      OF_ALARMS,
      'the alarm › IssuerUnreachable goes off at the first refusals for it, however few minutes have any',
    ],
  },
  {
    what: 'a 500 of the function is no alarm',
    file: FUNCTION,
    from: "metricName: 'Failed'",
    to: "metricName: 'Refused'",
    noticedBy: [
      OF_ALARMS,
      'the alarm › FunctionFailures goes off at the first 500 that the function answers itself, however few requests there are',
    ],
  },

  // Who may see the console of a laptop.
  {
    what: 'a website whose name leads here reads the console',
    file: CONSOLE_GUARD,
    from: 'if (!isThisMachine(host)) {',
    to: 'if (false) {',
    noticedBy: [OF_CONSOLE, 'who is let in › not who asks by that name, for the page itself'],
  },
  {
    what: 'a page of another site asks the console',
    file: CONSOLE_GUARD,
    from: 'origin !== undefined && origin !== `http://${host}`',
    to: 'false',
    noticedBy: [OF_CONSOLE, 'who is let in › not who asks from a page of another site'],
  },
  {
    what: 'anybody on the machine makes tokens',
    file: CONSOLE_GUARD,
    from: 'if (!hasSecret(headers[SECRET])) {',
    to: 'if (false) {',
    noticedBy: [OF_CONSOLE, 'who is let in › not who asks without the secret'],
  },
  {
    what: 'the log of the console shows tokens',
    file: 'commands/start/console-redaction.ts',
    from: 'let shown = withoutSecrets(withoutBroken(given, repeated))',
    to: 'let shown = given',
    noticedBy: [
      'test/commands/start/console.test.ts',
      'the log › holds no token, no signature and no cookie, wherever they were: not in the list, the details or the events',
    ],
  },

  // What keeps callers served.
  {
    what: 'callers pass the alias by',
    file: FUNCTIONS,
    from: 'handler: delivery?.alias ?? business.function',
    to: 'handler: business.function',
    noticedBy: [OF_DELIVERY, 'callers get the alias, which CodeDeploy moves'],
  },
  {
    what: 'bad code is not moved back',
    file: STACK,
    from: 'delivery?.rollBackOn(alarms.ofNewCode(name));',
    to: 'delivery?.rollBackOn([]);',
    noticedBy: [OF_DELIVERY, 'they are moved back on the alarms that may tell of new code, and on no other'],
  },
  {
    what: 'reordering routes replaces what they share',
    file: API,
    from: 'if (known === undefined) {',
    to: 'if (handler === undefined) {',
    noticedBy: [
      OF_STACK,
      'what an operator would miss › AWS::ApiGatewayV2::Integration keeps the logical id ApiHttpB1A45E88Integration',
    ],
  },

  // Who may publish a key, and so make tokens.
  {
    what: 'anybody with permissions of S3 may write the documents of a mirror',
    file: BUCKET,
    from: "      sid: 'NoOtherWriter',\n      resources: [this.bucket.arnForObjects('*')],",
    to: "      sid: 'NoOtherWriter',\n      resources: [this.bucket.arnForObjects('other')],",
    noticedBy: [
      OF_MIRROR,
      'the bucket › refuses s3:PutObject of everybody but the publishers, whatever IAM allows them',
    ],
  },
  {
    what: 'the publisher of a mirror may do anything with its objects',
    file: BUCKET,
    from: "const USES = ['s3:GetObject', 's3:PutObject'];",
    to: "const USES = ['s3:*'];",
    noticedBy: [
      OF_MIRROR,
      'the publisher › may read and write the two documents and write its log, and what Lambda may do to attach it, its code may not',
    ],
  },
  {
    what: 'the code of the publisher may change the network',
    file: MIRROR_FUNCTION,
    from: '        effect: Effect.DENY,\n',
    to: '',
    noticedBy: [
      OF_MIRROR,
      'the publisher › may read and write the two documents and write its log, and what Lambda may do to attach it, its code may not',
    ],
  },
  {
    what: 'a mirror serves withdrawn keys for a day',
    file: PUBLIC,
    from: 'maxTtl: Duration.seconds(300)',
    to: 'maxTtl: Duration.days(1)',
    noticedBy: [OF_MIRROR, 'the distribution › caches for a minute, five at most, whatever stands in the request'],
  },
  {
    what: 'a mirror that stands still is no alarm',
    file: 'lib/mirror/mirror-alarms.ts',
    from: '      below: true,\n',
    to: '',
    noticedBy: [
      OF_MIRROR,
      'the alarms › MirrorStale goes off after a quarter of an hour without a run that ended well, and when nothing is heard',
    ],
  },
  {
    what: 'a mirror is served before anybody knows that it can publish',
    file: MIRROR,
    from: '    firstRun.executeBefore(distribution);\n',
    to: '',
    noticedBy: [OF_MIRROR, 'a deployment › publishes once it can, before the distribution is made'],
  },
  {
    what: 'an API is deployed before the mirror that it needs',
    file: 'lib/add-mirror.ts',
    from: 'stack.addStackDependency(addMirror(app, config, issuerMirror, surroundings));',
    to: 'addMirror(app, config, issuerMirror, surroundings);',
    noticedBy: [
      OF_MIRROR,
      'the stack › is deployed before that of the API, in the same place, under the same bootstrap, and is protected from deletion',
    ],
  },

  // What a mirror publishes.
  {
    what: 'a mirror reads itself',
    file: SOURCE,
    from: 'const mirrored = ownMirror(result, isInside);',
    to: 'const mirrored = undefined;',
    noticedBy: [
      'test/mirror/read-source.test.ts',
      'an answer of the mirror itself is refused › by its address, before the certificate is looked at',
    ],
  },
  {
    what: 'a mirror trusts everybody whom browsers trust',
    file: SOURCE,
    from: 'authorities: ca === undefined ? rootCertificates : [],',
    to: 'authorities: rootCertificates,',
    noticedBy: ['test/mirror/trust.test.ts', 'the given authority is trusted in place of the public ones, not besides'],
  },
  {
    what: 'a key set with a private key in it is mirrored',
    file: REBUILD,
    from: '...secretFaults(entries), ',
    to: '',
    noticedBy: [OF_PUBLISHING, 'is refused, and what was published stays: › all of it at once'],
  },
  {
    what: 'a key that WSO2 ships is mirrored',
    file: REBUILD,
    from: '...defaultKeyFaults(entries), ',
    to: '',
    noticedBy: [OF_PUBLISHING, 'is refused, and what was published stays: › all of it at once'],
  },
  {
    what: 'a key that nobody listed is mirrored',
    file: REBUILD,
    from: ', ...listFaults(keys, kids)',
    to: '',
    noticedBy: [
      OF_PUBLISHING,
      'is refused, and what was published stays: › a kid that is not on the list, where there is one',
    ],
  },
  {
    what: 'a mirror tells of keys before they are there',
    file: REBUILD,
    from: '      { key: places.jwks, text: jwksText },\n      { key: places.discovery, text: discoveryText },\n',
    to: '      { key: places.discovery, text: discoveryText },\n      { key: places.jwks, text: jwksText },\n',
    noticedBy: [
      OF_PUBLISHING,
      'a run › writes the keys, then the discovery document, anew: no endpoint and no certificate of WSO2 IS is in them',
    ],
  },

  // What callers are told.
  {
    what: 'an answer has a member that nobody described',
    file: 'lambda/me.ts',
    from: '    scopes: [...caller.scopes],\n',
    to: '    scopes: [...caller.scopes],\n    ...{ claims: {} },\n',
    noticedBy: [OF_HANDLER, 'the routes › GET /me answers who the caller is'],
  },
  {
    what: 'callers are told of another currency than they get',
    file: 'lambda/operations/quotes.ts',
    from: 'currency: v.literal(CURRENCY)',
    to: "currency: v.literal('USD')",
    noticedBy: [
      OF_HANDLER,
      "the routes › POST /quotes answers a quote for the caller's client, at the time API Gateway got the request",
    ],
  },
  {
    what: 'callers are told of no limit that the function keeps',
    file: 'lambda/quote-request.ts',
    from: 'v.metadata({ minItems: min, maxItems: max })',
    to: 'v.metadata({})',
    noticedBy: [
      'test/commands/openapi/openapi.test.ts',
      'the document › has the limits of a body that the function checks with code of its own',
    ],
  },
  // Previews.
  {
    what: 'what is protected has previews, made of code that nobody has reviewed',
    file: 'lib/config/preview-faults.ts',
    from: 'return base.terminationProtection\n',
    to: 'return false\n',
    noticedBy: [OF_PREVIEWS, 'previews that cannot be › of prod are one fault, with dev chosen'],
  },
  {
    what: 'a preview may trust an issuer of its own',
    file: 'lib/config/previews.ts',
    from: "issuer: 'as there'",
    to: "issuer: 'own'",
    noticedBy: [
      OF_PREVIEWS,
      'previews that cannot be › are told all at once: what they may not have, what is no member, and a name that a preview has',
    ],
  },
  {
    what: 'the stack of a preview keeps the reserved concurrency of its environment',
    file: 'lib/config/previews.ts',
    from: "reservedConcurrency: 'none'",
    to: "reservedConcurrency: 'as there'",
    noticedBy: [
      OF_PREVIEWS,
      'a preview › has nothing that two stacks cannot share, nothing that wakes people, and leaves nothing',
    ],
  },
  {
    what: 'a preview is deployed where a protected environment can be deployed from',
    file: 'lib/config/preview-faults.ts',
    from: 'return isProtected.length === 0\n',
    to: 'return isProtected.length >= 0\n',
    noticedBy: [
      OF_PREVIEWS,
      'previews that cannot be › are not deployed by a bootstrap that deploys what is protected',
    ],
  },
  {
    what: 'two environments take the same paths of one name',
    file: 'lib/config/resolve.ts',
    from: '    ...sharedDomainFaults(environments),\n',
    to: '',
    noticedBy: ['test/lib/config/shared-domains.test.ts', 'two mapping keys alike are one fault each'],
  },
];
