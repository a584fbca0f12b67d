import { Logger } from '@aws-lambda-powertools/logger';
import { Metrics } from '@aws-lambda-powertools/metrics';

const { POWERTOOLS_SERVICE_NAME, POWERTOOLS_METRICS_NAMESPACE, AWS_LAMBDA_FUNCTION_NAME } = process.env;

// Lambda sets the function's name always, so telemetry has a name even where the stack gives none.
const serviceName = POWERTOOLS_SERVICE_NAME || AWS_LAMBDA_FUNCTION_NAME || 'business-function';

/**
 * Writes JSON lines to standard output. Powertools' decorator and middleware stay unused: with them, an environment
 * variable could switch on the logging of whole events, which carry the access token.
 */
export const logger = new Logger({ serviceName });

/** Writes CloudWatch's embedded metric format to standard output. */
export const metrics = new Metrics({
  serviceName,
  namespace: POWERTOOLS_METRICS_NAMESPACE || serviceName,
  logger,
});
