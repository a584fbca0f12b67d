import {
  Annotations,
  Aws,
  CfnOutput,
  DefaultStackSynthesizer,
  Duration,
  RemovalPolicy,
  Stack,
  type StackProps,
  Validations,
} from 'aws-cdk-lib';
import {
  Effect,
  OidcProviderNative,
  PolicyDocument,
  PolicyStatement,
  Role,
  WebIdentityPrincipal,
} from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import type { DeployTarget } from './deploy-role-config';

/** The host of GitHub's OIDC provider, which is also the prefix of its condition keys. */
const GITHUB = 'token.actions.githubusercontent.com';

/** The audience of the tokens that `aws-actions/configure-aws-credentials` asks for. */
const AUDIENCE = 'sts.amazonaws.com';

/**
 * The bootstrap roles that `cdk deploy` of this app assumes. Left out are those for container images and for lookups, of
 * which it has none, and the one that CloudFormation takes by itself.
 */
const BOOTSTRAP_ROLES = ['deploy', 'file-publishing'] as const;

export interface DeployRoleStackProps extends StackProps {
  /** The GitHub repository as its tokens name it: `OWNER@ID/REPO@ID`, or `OWNER/REPO` where they have no ids. */
  readonly repository: string;

  /** A role is made for each. */
  readonly environments: readonly DeployTarget[];

  /**
   * GitHub's OIDC provider in this account, which can have only one.
   *
   * @default - it is made, and kept when this stack is deleted: other repositories may have come to use it
   */
  readonly providerArn?: string;
}

/**
 * Lets GitHub Actions deploy without keys: for each environment a role that only a job of that environment in one
 * repository may take, and that may only assume the roles which `cdk bootstrap` made, and ask for the account's concurrency.
 *
 * @see https://docs.github.com/en/actions/reference/security/oidc
 * @see https://docs.aws.amazon.com/cdk/v2/guide/bootstrapping-env.html
 */
export class DeployRoleStack extends Stack {
  constructor(scope: Construct, id: string, props: DeployRoleStackProps) {
    const { repository, environments, providerArn, ...stackProps } = props;
    super(scope, id, stackProps);

    const provider = providerArn ?? this.makeProvider().oidcProviderArn;

    for (const { name, region = this.region, bootstrapQualifier } of environments) {
      const role = new Role(this, name, {
        description: `Deploys ${name} from the GitHub repository ${repository}`,
        assumedBy: new WebIdentityPrincipal(provider, {
          StringEquals: { [`${GITHUB}:aud`]: AUDIENCE, [`${GITHUB}:sub`]: `repo:${repository}:environment:${name}` },
        }),
        maxSessionDuration: Duration.hours(1),
        inlinePolicies: { AssumeBootstrapRoles: this.assumeBootstrapRoles(region, bootstrapQualifier) },
      });
      Validations.of(role).acknowledge({
        id: 'AwsSolutions::AwsSolutions-IAM5[Resource::*]',
        reason: 'lambda:GetAccountSettings takes no resource: IAM defines it for "*" only',
      });
      new CfnOutput(this, `${name}RoleArn`, {
        value: role.roleArn,
        description: `AWS_ROLE_ARN of the GitHub environment ${name}`,
      });
    }
    this.warnOfShared(environments);
  }

  private makeProvider(): OidcProviderNative {
    return new OidcProviderNative(this, 'Provider', {
      url: `https://${GITHUB}`,
      clientIds: [AUDIENCE],
      // Not after a failed creation: an account has one provider for GitHub, and the orphan would be in the way of the next try.
      removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
    });
  }

  /** Roles that may assume the same ones are one in effect: the approval that one asks for, the other goes round. */
  private warnOfShared(environments: readonly DeployTarget[]): void {
    const placeOf = ({ region = this.region, bootstrapQualifier = '' }: DeployTarget) =>
      `${region} ${bootstrapQualifier}`;
    for (const target of environments) {
      const others = environments.filter(
        (other) =>
          other !== target &&
          placeOf(other) === placeOf(target) &&
          // The code of a preview is on its way there.
          other.name !== target.previewsOf &&
          target.name !== other.previewsOf,
      );
      if (others.length > 0) {
        Annotations.of(this).addWarningV2(
          `http-api:shared-bootstrap-${target.name}`,
          `the role of ${target.name} can deploy ${others.map(({ name }) => name).join(' and ')}, too: they share account, region and bootstrap; give each a bootstrapQualifier of its own, as docs/delivery.md says`,
        );
      }
    }
  }

  private assumeBootstrapRoles(region: string, ofEnvironment: string | undefined): PolicyDocument {
    const qualifier =
      ofEnvironment ??
      this.node.tryGetContext('@aws-cdk/core:bootstrapQualifier') ??
      DefaultStackSynthesizer.DEFAULT_QUALIFIER;
    return new PolicyDocument({
      statements: [
        new PolicyStatement({
          effect: Effect.ALLOW,
          actions: ['sts:AssumeRole'],
          resources: BOOTSTRAP_ROLES.map(
            (role) =>
              `arn:${Aws.PARTITION}:iam::${this.account}:role/cdk-${qualifier}-${role}-role-${this.account}-${region}`,
          ),
        }),
        // What preflight asks where an environment reserves concurrency.
        new PolicyStatement({ effect: Effect.ALLOW, actions: ['lambda:GetAccountSettings'], resources: ['*'] }),
      ],
    });
  }
}
