import { environments, previews, project } from '../../config/environments';
import { ANY_PREVIEW } from '../../lib/config/previews';
import type { Command } from '../kit/command';
import { CHECK_FLAG, writeOrCheck } from '../kit/generated-files';
import { configOf } from '../project/config-flags';
import { mirrorOf, type StackTemplate, templateOf } from '../project/template';
import { executionPolicy } from './execution-policy';

const NAME = 'npm run execution-policy';

/** The file of the policy, from the root of the repository. */
const EXECUTION_POLICY_FILE = 'docs/execution-policy.json';

/** The file of the policy for the mirrors of issuers, where an environment has one: together they may be more than IAM takes. */
const MIRROR_POLICY_FILE = 'docs/execution-policy-mirror.json';

/** `npm run execution-policy`: the policy of CloudFormation, from the templates. */
export const executionPolicyCommand: Command<typeof CHECK_FLAG> = {
  name: NAME,
  summary:
    'Writes the IAM policy that CloudFormation needs to deploy the environments, for cdk bootstrap --cloudformation-execution-policies, to docs/.',
  flags: CHECK_FLAG,
  async run({ flags: { check } }, io) {
    const configs = [...Object.keys(environments), ...(previews === undefined ? [] : [ANY_PREVIEW])]
      .map((env) => configOf([`env=${env}`]))
      .filter(({ environment }) => !environment.laptopOnly);
    const mirrors = configs.flatMap((config) => {
      const { issuerMirror } = config.environment;
      return issuerMirror === undefined ? [] : [mirrorOf(config, issuerMirror).template];
    });
    const policy = (templates: readonly StackTemplate[]) =>
      `${JSON.stringify(executionPolicy({ prefix: `${project}-`, templates }), null, 2)}\n`;
    const files = {
      [EXECUTION_POLICY_FILE]: policy(configs.map(templateOf)),
      ...(mirrors.length > 0 && { [MIRROR_POLICY_FILE]: policy(mirrors) }),
    };
    writeOrCheck({ by: NAME, files, check }, io);
    return 0;
  },
};
