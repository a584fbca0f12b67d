import { join } from 'node:path';
import type { App, Stack } from 'aws-cdk-lib';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { Code, Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import { testApp } from '../../../support/synth';
import { tempFolder } from '../support/temp-folders';

/** Synthesizes an app for real. Gives back the folder of its cloud assembly. */
export function synthesized(build: (app: App) => void): string {
  const app = testApp({ outdir: join(tempFolder({}), 'cdk.out') });
  build(app);
  return app.synth().directory;
}

/** A function with its code in the template, which answers with its own name, a word, and the paths of its event. */
export function inlineFunction(scope: Construct, id: string, word: string): LambdaFunction {
  return new LambdaFunction(scope, id, {
    runtime: Runtime.NODEJS_24_X,
    handler: 'index.handler',
    environment: { WORD: word },
    code: Code.fromInline(`
      const { AWS_LAMBDA_FUNCTION_NAME: name, WORD: word } = process.env;
      exports.handler = async ({ rawPath, requestContext: { stage } }) => ({
        statusCode: 200,
        body: JSON.stringify({ name, word, rawPath, stage }),
      });`),
  });
}

/** An integration with an {@link inlineFunction} in the same stack. */
export function inlineIntegration(stack: Stack, id = 'Function'): HttpLambdaIntegration {
  return new HttpLambdaIntegration(`${id}Integration`, inlineFunction(stack, id, stack.stackName));
}
