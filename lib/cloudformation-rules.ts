import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import {
  CloudFormationValidatePlugin,
  type IPolicyValidationContext,
  type PolicyValidationPluginReport,
  type ValidationRuleSource,
} from 'aws-cdk-lib';
import {
  deployEnvironmentModule,
  isConcreteRegion,
  mergeRuleModules,
  prune,
  templateResourceTypes,
} from 'cdk-preflight/lib/private/enforce';
import { BUNDLED_LIBS, BUNDLED_RULES, type BundledRuleData } from 'cdk-preflight/lib/rules.generated';
import type { CleanVerdicts } from './clean-verdicts';

const CDK_PACKAGE = require.resolve('aws-cdk-lib/package.json');

export interface CloudFormationRulesProps {
  /** True to ask the rules of cdk-preflight, too: they find what CloudFormation's schemas allow, and a deployment fails on. */
  readonly withPreflight: boolean;

  /**
   * The templates that need not be judged again.
   *
   * @default - every template is judged
   */
  readonly verdicts?: CleanVerdicts | undefined;
}

/**
 * CloudFormation's own rules and those of cdk-preflight, in one run of one engine, in place of the run that the CDK makes
 * and the one that cdk-preflight makes: it is the engine's start that takes the time. Errors and warnings of both are
 * reported under the name of the CDK's validator, as cdk-preflight does with `enforce: false`. That would compile all of
 * its rules, though, and ask none of those that depend on the region; here they are the ones that its `enforce` selects.
 */
export class CloudFormationRules extends CloudFormationValidatePlugin {
  private readonly withPreflight: boolean;
  private readonly verdicts: CleanVerdicts | undefined;

  constructor({ withPreflight, verdicts }: CloudFormationRulesProps) {
    super();
    this.withPreflight = withPreflight;
    this.verdicts = verdicts;
  }

  /** As the CDK reports it, without loading the engine for it. */
  override get version(): string {
    return JSON.parse(readFileSync(join(engineFolder(), 'package.json'), 'utf8')).version;
  }

  override validate(context: IPolicyValidationContext): PolicyValidationPluginReport {
    const key = this.verdicts && verdictKey(context, this.withPreflight);
    if (key !== undefined && this.verdicts?.has(key)) {
      return {
        success: true,
        violations: [],
        metadata: { judged: 'today, with the same outcome for the same template' },
      };
    }
    const report = engineWith(this.withPreflight ? preflightRules(context) : []).validate(context);
    if (key !== undefined && report.success && report.violations.length === 0) {
      this.verdicts?.add(key);
    }
    return report;
  }
}

/** The rules of cdk-preflight for the types of resources in these templates. */
function preflightRules({ templatePaths, region, accountId }: IPolicyValidationContext): ValidationRuleSource[] {
  const rules = prune(BUNDLED_RULES, templateResourceTypes(templatePaths));
  // Without a rule that uses them, the engine does not take the libraries.
  return rules.length === 0
    ? []
    : [
        // Merged as the rules are: fewer modules compile faster, and the engine takes objects of its own realm, which are not those of a test.
        ...mergeRuleModules(BUNDLED_LIBS.map((lib) => ({ ...lib, service: 'lib' }) as unknown as BundledRuleData)),
        ...mergeRuleModules(rules),
        ...(isConcreteRegion(region) ? [deployEnvironmentModule(region, accountId)] : []),
      ];
}

let lastRules: string | undefined;

/**
 * The CDK's one engine of this process, as it is where it has the same rules. Beside one that is not freed, another starts
 * more slowly each time.
 */
function engineWith(regoRules: ValidationRuleSource[]): CloudFormationValidatePlugin {
  const rules = JSON.stringify(regoRules);
  if (lastRules !== rules) {
    // It is WebAssembly that runs once: compiling it a second time, optimized, takes longer than it saves.
    setFlagsFromString('--liftoff-only');
    CloudFormationValidatePlugin._configureSingleton({ regoRules });
    lastRules = rules;
  }
  return CloudFormationValidatePlugin._singletonInstance();
}

/** Changes with whatever the verdict depends on: the templates, where they are to be deployed, the rules, and who applies them. */
function verdictKey({ stackTemplates }: IPolicyValidationContext, withPreflight: boolean): string {
  const stacks = stackTemplates.map(({ templatePath, ...where }) => ({ ...where, template: sha256(templatePath) }));
  const subject = { withPreflight, node: process.version, judges: judgingFiles().map(sha256), stacks };
  return createHash('sha256').update(JSON.stringify(subject)).digest('hex');
}

function sha256(file: string): string {
  return createHash('sha256').update(readFileSync(file)).digest('hex');
}

/** The files that judge: engine, rules, and this one. Their bytes count, since a version says nothing of a package that was patched. */
function judgingFiles(): string[] {
  const folders = [
    join(dirname(CDK_PACKAGE), 'core/lib/validation'),
    engineFolder(),
    dirname(require.resolve('cdk-preflight')),
  ];
  const files = folders.flatMap((folder) =>
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map(({ parentPath, name }) => join(parentPath, name))
      .sort(),
  );
  return [CDK_PACKAGE, __filename, ...files];
}

/** The engine's package, which aws-cdk-lib brings along. */
function engineFolder(): string {
  return dirname(createRequire(CDK_PACKAGE).resolve('@aws/cloudformation-validate'));
}
