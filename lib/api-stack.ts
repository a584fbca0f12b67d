import { CfnOutput, Duration, RemovalPolicy, Stack, type StackProps, Tags } from 'aws-cdk-lib';
import { Key } from 'aws-cdk-lib/aws-kms';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { JwtHttpApi } from './api/jwt-http-api';
import { ApiDomain } from './api-domain';
import { addFunctions } from './api-functions';
import type { Config } from './config/environment';
import { pascalCase } from './config/names';
import { ApiMonitoring } from './monitoring/api-monitoring';

/** Context that `lib/resources.ts` gets. */
export interface ResourcesProps<Name extends string = string> {
  /** The functions, by their names in `config/functions.ts`. */
  readonly functions: Readonly<Record<Name, LambdaFunction>>;
  /** The environment that is built. */
  readonly config: Config;
}

/** Environment variables, by the names of the functions that get them. */
export type VariablesOf<Name extends string = string> = Readonly<
  Partial<Record<Name, Readonly<Record<string, string>>>>
>;

export interface ApiStackProps extends StackProps {
  /** The configuration to build, checked by `resolveConfig`. */
  readonly config: Config;

  /**
   * Makes resources of one's own in a scope of theirs: `addResources` of `lib/resources.ts`.
   *
   * @default - none
   */
  addResources?(scope: Construct, props: ResourcesProps): VariablesOf;
}

/** The API and its functions, composed as one environment's configuration says. */
export class ApiStack extends Stack {
  constructor(scope: Construct, id: string, props: ApiStackProps) {
    const { config, addResources, ...stackProps } = props;
    const { environment, routes } = config;
    const { tags, terminationProtection } = environment;
    super(scope, id, { terminationProtection, ...stackProps });

    // What may be deleted at will leaves nothing behind; what is protected from deletion keeps its logs even then,
    // but not those of a stack that could not be created: each try would leave two of them.
    const logRemovalPolicy = environment.terminationProtection
      ? RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE
      : RemovalPolicy.DESTROY;

    const logKey =
      environment.logKeyArn === undefined ? undefined : Key.fromKeyArn(this, 'LogKey', environment.logKeyArn);

    const dualStack = environment.ipAddressType === 'dualstack';

    const functions = addFunctions(this, { config, logRemovalPolicy, logKey });
    const [{ handler }] = functions;
    const variables = addResources?.(new Construct(this, 'Resources'), {
      functions: Object.fromEntries(functions.map((one) => [one.config.name, one.business.function])),
      config,
    });
    for (const one of functions) {
      for (const [name, value] of Object.entries(variables?.[one.config.name] ?? {})) {
        one.business.function.addEnvironment(name, value);
      }
    }
    const handlers = new Map(functions.map((one) => [one.config.name, one.handler]));

    const http = new JwtHttpApi(this, 'Http', {
      apiName: this.stackName,
      issuer: environment.issuer,
      allowPrivateIssuer: environment.laptopOnly,
      audience: environment.clientIds,
      identitySource: environment.identitySource,
      routes: routes.map(({ function: name, ...route }) =>
        name === undefined ? route : { ...route, handler: handlers.get(name) },
      ),
      handler,
      integrationTimeout: Duration.seconds(environment.integrationTimeoutSeconds),
      throttle: environment.throttle,
      cors: environment.cors,
      dualStack,
      customDomainOnly: environment.domain !== undefined && environment.domain.executeApiUntil === undefined,
      detailedMetrics: environment.detailedMetrics,
      clientCertificates: environment.domain?.mutualTls !== undefined,
      logRetention: environment.logRetentionDays,
      logRemovalPolicy,
      logKey,
    });

    if (environment.monitoring) {
      const { alarms } = new ApiMonitoring(this, 'Monitoring', {
        monitoring: environment.monitoring,
        stage: http.stage,
        accessLog: http.accessLog,
        functions: functions.map(({ config: { name, timeoutSeconds, reservedConcurrency }, business }) => ({
          name,
          function: business.function,
          failed: business.failed,
          timeout: Duration.seconds(timeoutSeconds),
          log: business.log,
          reservedConcurrency,
        })),
      });
      for (const {
        config: { name },
        delivery,
      } of functions) {
        delivery?.rollBackOn(alarms.ofNewCode(name));
      }
    }

    const domain =
      environment.domain &&
      new ApiDomain(this, 'Domain', { domain: environment.domain, api: http.api, stage: http.stage, dualStack });

    for (const [key, value] of Object.entries(tags)) {
      Tags.of(this).add(key, value);
    }

    new CfnOutput(this, 'Url', { value: domain?.url ?? http.api.apiEndpoint, description: 'Where the API answers' });
    new CfnOutput(this, 'Issuer', { value: environment.issuer, description: 'The iss of the tokens it accepts' });
    new CfnOutput(this, 'Audience', {
      value: environment.clientIds.join(','),
      description: 'The client ids whose tokens it accepts',
    });
    new CfnOutput(this, 'AccessLogGroup', {
      value: http.accessLog.logGroupName,
      description: 'Every request, with the reason of each refusal',
    });
    for (const [
      index,
      {
        config: { name },
        business,
      },
    ] of functions.entries()) {
      new CfnOutput(this, `FunctionLogGroup${index === 0 ? '' : pascalCase(name)}`, {
        value: business.log.logGroupName,
        description: functions.length === 1 ? 'What the function says' : `What the function ${name} says`,
      });
    }
  }
}
