import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { App, Stack } from 'aws-cdk-lib';
import { addMirror } from '../../lib/add-mirror';
import { addStack } from '../../lib/add-stack';
import type { Config } from '../../lib/config/environment';
import type { IssuerMirror } from '../../lib/config/issuer-mirror';
import type { BuildContext } from '../../lib/config/names';
import { addResources } from '../../lib/resources';
import { templateApp } from './template-app';

/** A resource as CloudFormation is asked for it. */
export interface TemplateResource {
  readonly Type: string;
  readonly DependsOn?: string | readonly string[];
  readonly UpdatePolicy?: Readonly<Record<string, unknown>>;
  // biome-ignore lint/suspicious/noExplicitAny: each type of resource has its own properties
  readonly Properties?: Readonly<Record<string, any>>;
}

/** A synthesized template, as far as commands look at it. */
export interface StackTemplate {
  readonly Resources: Readonly<Record<string, TemplateResource>>;
}

/**
 * The template of a configuration, made in this process and without bundling the function: for looking at, not for
 * deploying.
 */
export function templateOf(config: Config): StackTemplate {
  return stackOf(config).template;
}

/** A stack as it would be deployed. */
export interface SynthesizedStack {
  readonly stackName: string;
  /** Those of the stack alone. */
  readonly tags: Readonly<Record<string, string>>;
  readonly template: StackTemplate;
  /** The bootstrap role that deploys it, with `${AWS::Partition}` in it. */
  readonly assumeRoleArn?: string | undefined;
}

/** {@link templateOf}, and what a deployment needs to know besides. */
export function stackOf(config: Config, surroundings?: BuildContext): SynthesizedStack {
  return synthesized((app) => addStack(app, config, { ...surroundings, addResources }));
}

/** {@link stackOf} for the mirror of the issuer. */
export function mirrorOf(config: Config, mirror: IssuerMirror, surroundings?: BuildContext): SynthesizedStack {
  return synthesized((app) => addMirror(app, config, mirror, surroundings));
}

/**
 * {@link stackOf} for any stack.
 *
 * @param context the context besides that of `cdk.json`, as `-c` gives it
 */
export function synthesized(
  add: (app: App) => Stack,
  context: Readonly<Record<string, unknown>> = {},
): SynthesizedStack {
  const outdir = mkdtempSync(join(tmpdir(), 'template-'));
  try {
    const app = templateApp({
      outdir,
      // Without bundling and without copies of the code.
      context: {
        ...context,
        'aws:cdk:bundling-stacks': [],
        'aws:cdk:disable-asset-staging': true,
        // To note which line makes each construct takes long, and nobody asks for it.
        'aws:cdk:disable-creation-stack-traces': true,
      },
    });
    const stack = add(app);
    const { stackName, tags, template, assumeRoleArn } = app.synth().getStackArtifact(stack.artifactId);
    return { stackName, tags, template, assumeRoleArn };
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
}

/** The resources of one type, by their logical ids, in the order of the template. */
export function resourcesOf(template: StackTemplate, type: string): readonly (readonly [string, TemplateResource])[] {
  return Object.entries(template.Resources).filter(([, resource]) => resource.Type === type);
}
