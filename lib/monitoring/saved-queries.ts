import { Stack } from 'aws-cdk-lib';
import { type ILogGroup, QueryDefinition, QueryString } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';

export interface SavedQueriesProps {
  readonly accessLog: ILogGroup;
  readonly functionLogs: readonly ILogGroup[];
}

/** The questions of docs/operations.md, saved in CloudWatch Logs Insights below the name of the stack. */
export class SavedQueries extends Construct {
  constructor(scope: Construct, id: string, props: SavedQueriesProps) {
    super(scope, id);
    const { accessLog, functionLogs } = props;
    const save = (role: string, name: string, logGroups: readonly ILogGroup[], query: QueryString) =>
      new QueryDefinition(this, role, {
        queryDefinitionName: `${Stack.of(this).stackName}/${name}`,
        logGroups: [...logGroups],
        queryString: query,
      });

    save('Refusals', 'Why are callers refused', [accessLog], refusals());
    save('Clients', 'Who calls most', [accessLog], topClients());
    save(
      'Slow',
      'Which requests are slow',
      [accessLog],
      new QueryString({
        fields: ['requestTime', 'routeKey', 'status', 'responseLatency', 'integrationLatency', 'requestId'],
        sort: 'responseLatency desc',
        limit: 50,
      }),
    );
    save(
      'ServerErrors',
      'Which requests failed',
      [accessLog],
      new QueryString({
        fields: ['requestTime', 'routeKey', 'status', 'integrationStatus', 'integrationError', 'requestId'],
        filterStatements: ['status like /^5/'],
        sort: '@timestamp desc',
        limit: 100,
      }),
    );
    save(
      'FunctionErrors',
      'What does the function say of its failures',
      functionLogs,
      new QueryString({
        fields: [
          '@timestamp',
          'level',
          'message',
          'route',
          'correlation_id',
          'error.name',
          'error.message',
          'record.status',
          '@message',
        ],
        // Of what ran out of time or memory the function itself says nothing; Lambda's report does.
        filterStatements: [
          'level in ["ERROR", "CRITICAL"] or record.status in ["error", "failure", "timeout"] or @message like /Runtime\\./',
        ],
        sort: '@timestamp desc',
        limit: 100,
      }),
    );
  }
}

/** Refusals by the authorizer's own words. */
function refusals(): QueryString {
  return new QueryString({
    filterStatements: ['status like /^40[13]$/'],
    statsStatements: ['count(*) as refused by authorizerError, routeKey'],
    sort: 'refused desc',
    limit: 50,
  });
}

/** Requests by client. WSO2 IS before 6.0 issues no `client_id`, but always `azp`. */
export function topClients(): QueryString {
  return new QueryString({
    filterStatements: ['azp != "-"'],
    statsStatements: ['count(*) as requests by azp'],
    sort: 'requests desc',
    limit: 20,
  });
}
