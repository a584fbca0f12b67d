import { environments, project } from '../../config/environments';
import type { Command } from '../kit/command';
import { CHECK_FLAG, writeOrCheck } from '../kit/generated-files';
import { configOf } from '../project/config-flags';
import { templatesOf } from '../project/template';
import { executionPolicy } from './execution-policy';

const NAME = 'npm run execution-policy';

/** The file of the policy, from the root of the repository. */
export const EXECUTION_POLICY_FILE = 'docs/execution-policy.json';

/** `npm run execution-policy`: the policy of CloudFormation, from the templates. */
export const executionPolicyCommand: Command<typeof CHECK_FLAG> = {
  name: NAME,
  summary:
    'Writes the IAM policy that CloudFormation needs to deploy the environments, for cdk bootstrap --cloudformation-execution-policies, to docs/.',
  flags: CHECK_FLAG,
  async run({ flags: { check } }, io) {
    const templates = Object.keys(environments)
      .map((env) => configOf([`env=${env}`]))
      .filter(({ environment }) => !environment.laptopOnly)
      .flatMap(templatesOf);
    const policy = executionPolicy({ prefix: `${project}-`, templates });
    writeOrCheck({ by: NAME, files: { [EXECUTION_POLICY_FILE]: `${JSON.stringify(policy, null, 2)}\n` }, check }, io);
    return 0;
  },
};
