import { App, type AppProps } from 'aws-cdk-lib';
import { ENABLE_ADDITIONAL_METADATA_COLLECTION } from 'aws-cdk-lib/cx-api';
import cdkJson from '../../cdk.json';

/**
 * An app of which only the templates are asked for, with the feature flags of `cdk.json`, which `new App()` does not read.
 * CloudFormation's rules do not judge it, and nothing is noted of its constructs for reports: neither their tree nor their props
 * nor the lines that make them.
 */
export function templateApp({ context, ...props }: AppProps): App {
  return new App({
    builtinCloudFormationValidation: false,
    stackTraces: false,
    treeMetadata: false,
    ...props,
    context: { ...cdkJson.context, [ENABLE_ADDITIONAL_METADATA_COLLECTION]: false, ...context },
  });
}
