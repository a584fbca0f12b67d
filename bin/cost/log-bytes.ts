import { compileAccessLogFormat } from '../../local/gateway/access-log';
import { resourcesOf } from '../support/resources-of';
import type { StackTemplate } from '../support/template-of';
import { SAMPLE_FACTS } from './sample-facts';
import { FUNCTION_LINES, PLATFORM_LINES } from './sample-lines';

/** What one request adds to the logs, in bytes. */
export interface LogBytes {
  /** Its line in the access log. */
  readonly access: number;
  /** Its lines in the function's log, those of Lambda included. */
  readonly function: number;
}

/** Measures a sample request: the access log's line in the template's own format, and the lines of the function. */
export function logBytes(template: StackTemplate): LogBytes {
  const [stage] = resourcesOf(template, 'AWS::ApiGatewayV2::Stage');
  const format: string | undefined = stage?.[1].Properties?.['AccessLogSettings']?.Format;
  return {
    access: format === undefined ? 0 : Buffer.byteLength(compileAccessLogFormat(format)(SAMPLE_FACTS)),
    function: Buffer.byteLength([...FUNCTION_LINES, ...PLATFORM_LINES].join('')),
  };
}
