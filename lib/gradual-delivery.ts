import { Validations } from 'aws-cdk-lib';
import type { IAlarm } from 'aws-cdk-lib/aws-cloudwatch';
import {
  type ILambdaDeploymentConfig,
  LambdaDeploymentConfig,
  LambdaDeploymentGroup,
} from 'aws-cdk-lib/aws-codedeploy';
import { Alias, type Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import type { DeliveryStrategy } from './config/features';

export interface GradualDeliveryProps {
  readonly function: LambdaFunction;
  /** The way callers are moved. */
  readonly strategy: DeliveryStrategy;
}

const CONFIGS: Readonly<Record<DeliveryStrategy, ILambdaDeploymentConfig>> = {
  'canary-10-percent-5-minutes': LambdaDeploymentConfig.CANARY_10PERCENT_5MINUTES,
  'canary-10-percent-10-minutes': LambdaDeploymentConfig.CANARY_10PERCENT_10MINUTES,
  'canary-10-percent-15-minutes': LambdaDeploymentConfig.CANARY_10PERCENT_15MINUTES,
  'canary-10-percent-30-minutes': LambdaDeploymentConfig.CANARY_10PERCENT_30MINUTES,
  'linear-10-percent-every-minute': LambdaDeploymentConfig.LINEAR_10PERCENT_EVERY_1MINUTE,
  'linear-10-percent-every-2-minutes': LambdaDeploymentConfig.LINEAR_10PERCENT_EVERY_2MINUTES,
  'linear-10-percent-every-3-minutes': LambdaDeploymentConfig.LINEAR_10PERCENT_EVERY_3MINUTES,
  'linear-10-percent-every-10-minutes': LambdaDeploymentConfig.LINEAR_10PERCENT_EVERY_10MINUTES,
};

/**
 * Moves callers from one version of a function to the next by CodeDeploy. Callers invoke the {@link alias}; a deployment
 * waits until they have been moved, and fails where they were moved back.
 */
export class GradualDelivery extends Construct {
  /** The version, or the two versions, that callers get. */
  readonly alias: Alias;
  private readonly group: LambdaDeploymentGroup;

  constructor(scope: Construct, id: string, props: GradualDeliveryProps) {
    super(scope, id);
    const { function: fn, strategy } = props;
    this.alias = new Alias(this, 'Live', { aliasName: 'live', version: fn.currentVersion });
    this.group = new LambdaDeploymentGroup(this, 'Delivery', {
      alias: this.alias,
      deploymentConfig: CONFIGS[strategy],
    });
    Validations.of(this.group).acknowledge({
      id: 'AwsSolutions::AwsSolutions-IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/service-role/AWSCodeDeployRoleForLambdaLimited]',
      reason:
        "CodeDeploy's own, the smaller of its two policies for Lambda: AWS keeps it in step with what CodeDeploy needs",
    });
  }

  /** Moves callers back when one of these alarms goes off while they are being moved. */
  rollBackOn(alarms: readonly IAlarm[]): void {
    for (const alarm of alarms) {
      this.group.addAlarm(alarm);
    }
  }
}
