import { join } from 'node:path';
import type { FunctionModel } from '../model';
import type { EnvironmentFolders } from './task-root';

/**
 * The environment variables of a function: the template's, those that were given for all functions, and those that Lambda
 * sets. Nothing of the host's, and nothing that leads the AWS SDK to its owner's credentials.
 *
 * @param variables - given for all functions; they replace the template's, and Lambda's own replace them
 * @see https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html
 */
export function lambdaEnvironment(
  fn: FunctionModel,
  { taskRoot, home, temp }: EnvironmentFolders,
  variables: Readonly<Record<string, string>>,
): Record<string, string> {
  return {
    TZ: ':UTC',
    LANG: 'en_US.UTF-8',
    PATH: '/usr/local/bin:/usr/bin/:/bin:/opt/bin',
    // Lambda's sandbox has a home folder without files, and /tmp to itself. Not to say so would lead to the host's.
    HOME: home,
    TMPDIR: temp,
    // Where the SDK would look whatever HOME is: in files of the host's, and on the network of a cloud machine.
    AWS_CONFIG_FILE: join(home, '.aws/config'),
    AWS_SHARED_CREDENTIALS_FILE: join(home, '.aws/credentials'),
    AWS_EC2_METADATA_DISABLED: 'true',
    ...fn.environment,
    ...variables,
    _HANDLER: fn.handler,
    AWS_DEFAULT_REGION: fn.region,
    AWS_EXECUTION_ENV: `AWS_Lambda_${fn.runtime}`,
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(fn.memoryMiB),
    AWS_LAMBDA_FUNCTION_NAME: fn.name,
    AWS_LAMBDA_FUNCTION_VERSION: fn.version,
    AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
    AWS_LAMBDA_LOG_FORMAT: fn.logFormat,
    ...(fn.logLevel !== undefined && { AWS_LAMBDA_LOG_LEVEL: fn.logLevel }),
    AWS_LAMBDA_LOG_GROUP_NAME: fn.logGroup,
    AWS_LAMBDA_LOG_STREAM_NAME: `local/[${fn.version}]`,
    AWS_REGION: fn.region,
    LAMBDA_RUNTIME_DIR: '/var/runtime',
    LAMBDA_TASK_ROOT: taskRoot,
  };
}
