import { resourcesOf, type StackTemplate } from '../project/template';
import type { Flowchart } from './flowchart';

/** Draws the mirror of the issuer, from WSO2 IS to what API Gateway asks. Expects the box `wso2`. */
export function drawMirror(chart: Flowchart, template: StackTemplate): void {
  const first = (type: string) => resourcesOf(template, type)[0]?.[1].Properties ?? {};
  const count = (type: string) => resourcesOf(template, type).length;
  const aliases: readonly string[] = first('AWS::CloudFront::Distribution')['DistributionConfig']?.Aliases ?? [];
  const alarms = `${count('AWS::CloudWatch::Alarm')} alarms`;

  chart.group('mirror', 'Mirror of the issuer', () => {
    chart.node(
      'publisher',
      'Publisher',
      'Lambda function in the VPC',
      first('AWS::Scheduler::Schedule')['ScheduleExpression'],
    );
    chart.node('documents', 'S3 bucket', 'discovery and keys', 'versioned, one writer');
    chart.node('public', 'CloudFront', ...aliases);
    chart.node(
      'mirrorAlarms',
      alarms,
      count('AWS::SNS::Topic') > 0 ? 'to a topic of their own' : 'that nobody is told of',
    );
    if (count('AWS::EC2::VPCEndpoint') > 0) {
      chart.node('endpoint', 'S3 gateway endpoint');
    }
  });
  chart.edge('publisher', '-->', 'wso2', 'reads, and checks');
  if (count('AWS::EC2::VPCEndpoint') > 0) {
    chart.edge('publisher', '-->', 'endpoint', 'writes what changed');
    chart.edge('endpoint', '-->', 'documents');
  } else {
    chart.edge('publisher', '-->', 'documents', 'writes what changed');
  }
  chart.edge('public', '-->', 'documents', 'cached for a minute');
  chart.edge('publisher', '-.->', 'mirrorAlarms');
}
