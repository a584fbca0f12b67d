import { show } from '../../lib/check/fault';
import type { Config } from '../../lib/config/environment';
import { CommandError, type Flags } from '../kit/command';

/** The flag that chooses the caller, as `cdk deploy` takes it. */
export const PROFILE_FLAG = {
  profile: { type: 'string', value: 'NAME', describe: 'the AWS profile to use, as for cdk deploy' },
} as const satisfies Flags;

/** The number of functions of an account that may run at once in a region. */
export interface AccountConcurrency {
  readonly account: string;
  readonly region: string;
  readonly limit: number;
  /** The part that no function has reserved. */
  readonly unreserved: number;
}

/** The caller of AWS. */
export interface AwsCaller {
  /** @default - what `AWS_PROFILE` or `AWS_DEFAULT_PROFILE` names, or the usual places of credentials */
  readonly profile?: string | undefined;
  /** Environment variables. */
  readonly env: Readonly<Record<string, string | undefined>>;
}

/**
 * The concurrency of the account and region that an environment is deployed to.
 *
 * @throws CommandError where AWS does not say
 */
export async function readConcurrency(config: Config, caller: AwsCaller): Promise<AccountConcurrency> {
  const { GetAccountSettingsCommand, LambdaClient } = await import('@aws-sdk/client-lambda');
  const place = await placeOf(config.environment, caller);
  const { account, region } = place;
  if (place.caller !== account) {
    const fix = `use credentials of ${account}, or give --no-preflight`;
    const got = `credentials of ${place.caller}`;
    throw new CommandError([{ what: 'the concurrency of the account', got, expected: `some of ${account}`, fix }]);
  }
  const client = new LambdaClient(place.client);
  try {
    const { AccountLimit } = await client.send(new GetAccountSettingsCommand({}));
    const { ConcurrentExecutions: limit, UnreservedConcurrentExecutions: unreserved } = AccountLimit ?? {};
    if (limit === undefined || unreserved === undefined) {
      throw new Error('an answer without AccountLimit');
    }
    return { account, region, limit, unreserved };
  } catch (error) {
    throw unanswered(`the concurrency of ${account} in ${region}`, error, 'lambda:GetAccountSettings');
  } finally {
    client.destroy();
  }
}

/** The account and region that a stack is deployed to, and what AWS's clients need to ask there. */
export interface AwsPlace {
  readonly account: string;
  readonly region: string;
  /** The account of the caller. */
  readonly caller: string;
  readonly partition: string;
  readonly client: ClientOptions;
}

interface ClientOptions {
  readonly region: string;
  readonly profile?: string;
  readonly requestHandler: { readonly connectionTimeout: number; readonly requestTimeout: number };
}

/** In milliseconds. */
const TIMEOUTS = { connectionTimeout: 5_000, requestTimeout: 30_000 } as const;

/**
 * The place that a stack is deployed to.
 *
 * @param named account and region of the configuration, as far as it names them
 * @throws CommandError where there are no credentials, or they are not taken
 */
export async function placeOf(
  named: { readonly account?: string | undefined; readonly region?: string | undefined },
  { profile, env }: AwsCaller,
): Promise<AwsPlace> {
  const { GetCallerIdentityCommand, STSClient } = await import('@aws-sdk/client-sts');
  const name = profile ?? env['AWS_PROFILE'] ?? env['AWS_DEFAULT_PROFILE'];
  const options = { ...(name !== undefined && { profile: name }), requestHandler: TIMEOUTS };
  const given = named.region ?? env['AWS_REGION'] ?? env['AWS_DEFAULT_REGION'];
  const sts = new STSClient({ ...options, ...(given !== undefined && { region: given }) });
  try {
    // The one that the CDK takes, where neither the environment nor the profile names one.
    const region = await sts.config.region().catch(() => 'us-east-1');
    const client = { ...options, region };
    const asked = given === undefined ? new STSClient(client) : sts;
    const { Account, Arn = '' } = await asked.send(new GetCallerIdentityCommand({}));
    if (Account === undefined) {
      throw new Error('an answer without Account');
    }
    const [, partition = 'aws'] = Arn.split(':');
    return { account: named.account ?? Account, region, caller: Account, partition, client };
  } catch (error) {
    throw new CommandError(
      [
        {
          what: 'AWS credentials',
          got: messageOf(error),
          expected: `some that AWS takes${named.account === undefined ? '' : `, for the account ${named.account}`}`,
          fix: 'log in (aws login, or aws sso login), set AWS_PROFILE, or give --profile NAME',
        },
      ],
      { cause: error },
    );
  } finally {
    sts.destroy();
  }
}

/** Those of the bootstrap role that deploys; undefined where the caller's own have to do. */
export async function credentialsOf(role: string | undefined, place: AwsPlace) {
  const { AssumeRoleCommand, STSClient } = await import('@aws-sdk/client-sts');
  const RoleArn = role
    ?.replaceAll('${AWS::Partition}', place.partition)
    .replaceAll('${AWS::AccountId}', place.account)
    .replaceAll('${AWS::Region}', place.region);
  const sts = new STSClient(place.client);
  try {
    const { Credentials } = await sts.send(new AssumeRoleCommand({ RoleArn, RoleSessionName: 'deploy-compare' }));
    const {
      AccessKeyId: accessKeyId,
      SecretAccessKey: secretAccessKey,
      SessionToken: sessionToken,
    } = Credentials ?? {};
    return accessKeyId !== undefined && secretAccessKey !== undefined && sessionToken !== undefined
      ? { accessKeyId, secretAccessKey, sessionToken }
      : undefined;
  } catch (error) {
    if (place.caller === place.account) {
      return undefined;
    }
    const fix = `use credentials of ${place.account}, or bootstrap it with --trust ${place.caller}`;
    const got = messageOf(error);
    throw new CommandError([{ what: 'AWS credentials', got, expected: `to assume ${RoleArn}`, fix }], { cause: error });
  } finally {
    sts.destroy();
  }
}

/** AWS gave no answer, to any of these actions. */
export function unanswered(what: string, error: unknown, actions: string): CommandError {
  if (error instanceof CommandError) {
    return error;
  }
  const fix = 'mend what it names, or give the flag that leaves this out: see --help';
  return new CommandError([{ what, got: messageOf(error), expected: `an answer, to ${actions}`, fix }], {
    cause: error,
  });
}

/** The message of an error of AWS's clients, in one line. It names no secret: AWS repeats none. */
function messageOf(error: unknown): string {
  const { name = 'Error', message = '' } = error as Error;
  return show(`${name}: ${message}`.replace(/\s+/g, ' '));
}
