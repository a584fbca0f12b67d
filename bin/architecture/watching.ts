import { resourcesOf } from '../support/resources-of';
import type { StackTemplate } from '../support/template-of';
import type { Flowchart } from './flowchart';

/** Draws the logs, and what watches the API where it is watched. Expects the boxes `stage` and `function`. */
export function drawWatching(chart: Flowchart, template: StackTemplate): void {
  const count = (type: string) => resourcesOf(template, type).length;
  const filters = count('AWS::Logs::MetricFilter');
  const alarms = count('AWS::CloudWatch::Alarm');
  const queries = count('AWS::Logs::QueryDefinition');
  const days = resourcesOf(template, 'AWS::Logs::LogGroup')[0]?.[1].Properties?.['RetentionInDays'];

  chart.group('watching', 'CloudWatch', () => {
    chart.node('accessLog', 'Access log', `kept for ${days} days`);
    chart.node('functionLog', 'Function log', `kept for ${days} days`);
    if (filters > 0) {
      chart.node('filters', `${filters} metric filters`, 'refusals by cause');
    }
    if (queries > 0) {
      chart.node('queries', `${queries} saved queries`);
    }
    if (count('AWS::CloudWatch::Dashboard') > 0) {
      chart.node('dashboard', 'Dashboard');
    }
    if (alarms > 0) {
      chart.node('alarms', `${alarms} alarms`);
    }
  });
  chart.edge('stage', '-.->', 'accessLog');
  chart.edge('function', '-.->', 'functionLog');
  if (filters > 0) {
    chart.edge('accessLog', '-.->', 'filters');
    chart.edge('filters', '-.->', 'alarms');
    chart.edge('stage', '-.->', 'alarms', 'metrics');
    chart.edge('function', '-.->', 'alarms', 'metrics');
  }
  if (queries > 0) {
    chart.edge('accessLog', '-.->', 'queries');
    chart.edge('functionLog', '-.->', 'queries');
  }
  if (count('AWS::CloudWatch::Dashboard') > 0) {
    chart.edge('filters', '-.->', 'dashboard');
  }
  drawTopic(chart, template);
}

function drawTopic(chart: Flowchart, template: StackTemplate): void {
  if (resourcesOf(template, 'AWS::SNS::Topic').length > 0) {
    const subscribers = resourcesOf(template, 'AWS::SNS::Subscription').length;
    chart.node('topic', 'SNS topic', 'encrypted under a KMS key');
    chart.edge('alarms', '-->', 'topic');
    if (subscribers > 0) {
      chart.node('people', subscribers === 1 ? '1 e-mail address' : `${subscribers} e-mail addresses`);
      chart.edge('topic', '-->', 'people');
    }
  }
  if (resourcesOf(template, 'AWS::CodeDeploy::DeploymentGroup').length > 0) {
    chart.edge('alarms', '-.->', 'delivery', 'move them back');
  }
}
