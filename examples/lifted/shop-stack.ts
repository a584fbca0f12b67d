import { join } from 'node:path';
import { CfnOutput, Duration, RemovalPolicy, Stack, type StackProps } from 'aws-cdk-lib';
import { Alarm, Dashboard, GraphWidget, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { AttributeType, TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import {
  Alias,
  Architecture,
  Code,
  type FunctionProps,
  Function as LambdaFunction,
  Runtime,
} from 'aws-cdk-lib/aws-lambda';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import { JwtHttpApi } from '../../lib/api/jwt-http-api';

export interface ShopStackProps extends StackProps {
  /** The issuer of WSO2 IS: `https://HOST/oauth2/token`. */
  readonly issuer: string;
  /** The client whose tokens are accepted. */
  readonly clientId: string;
}

/** A shop: orders in a table, the stock behind an alias, and a report in Python, behind one API. */
export class ShopStack extends Stack {
  constructor(scope: Construct, id: string, props: ShopStackProps) {
    const { issuer, clientId, ...stackProps } = props;
    super(scope, id, stackProps);

    const table = new TableV2(this, 'Orders', {
      partitionKey: { name: 'id', type: AttributeType.STRING },
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      removalPolicy: RemovalPolicy.RETAIN,
    });
    const orders = this.addFunction('OrdersFunction', {
      runtime: Runtime.NODEJS_24_X,
      handler: 'orders.handler',
      environment: { TABLE: table.tableName },
    });
    table.grantReadWriteData(orders);

    const stock = this.addFunction('StockFunction', { runtime: Runtime.NODEJS_24_X, handler: 'stock.handler' });
    const live = new Alias(this, 'StockLive', { aliasName: 'live', version: stock.currentVersion });

    const report = this.addFunction('ReportFunction', {
      runtime: Runtime.PYTHON_3_13,
      handler: 'report.handler',
      environment: { TABLE: table.tableName },
    });
    table.grantReadData(report);

    const { api, stage } = new JwtHttpApi(this, 'Http', {
      issuer,
      audience: [clientId],
      handler: orders,
      routes: [
        {
          method: 'POST',
          path: '/orders',
          access: { scopes: ['orders:write'] },
          throttle: { rateLimit: 10, burstLimit: 20 },
        },
        { method: 'GET', path: '/orders/{id}', access: { scopes: ['orders:read'] } },
        {
          method: 'GET',
          path: '/stock',
          access: { anyToken: 'the stock is no secret among customers' },
          handler: live,
        },
        { method: 'GET', path: '/report', access: { scopes: ['report:read'] }, handler: report },
      ],
      throttle: { rateLimit: 100, burstLimit: 200 },
      logRetention: RetentionDays.ONE_MONTH,
    });

    new Alarm(this, 'ServerErrors', {
      metric: stage.metricServerError({ period: Duration.minutes(1) }),
      threshold: 1,
      evaluationPeriods: 5,
      datapointsToAlarm: 2,
      treatMissingData: TreatMissingData.NOT_BREACHING,
      alarmDescription: 'Customers are answered with 500 or above',
    });
    new Dashboard(this, 'Overview', {
      widgets: [
        [
          new GraphWidget({
            title: 'Requests',
            left: [stage.metricCount(), stage.metricClientError(), stage.metricServerError()],
          }),
        ],
        [orders, stock, report].map(
          (fn) => new GraphWidget({ title: fn.node.id, left: [fn.metricInvocations(), fn.metricErrors()] }),
        ),
      ],
    });
    new CfnOutput(this, 'Url', { value: api.apiEndpoint });
  }

  private addFunction(id: string, props: Pick<FunctionProps, 'runtime' | 'handler' | 'environment'>): LambdaFunction {
    return new LambdaFunction(this, id, {
      ...props,
      code: Code.fromAsset(join(__dirname, 'functions')),
      architecture: Architecture.ARM_64,
      memorySize: 256,
      timeout: Duration.seconds(10),
      logGroup: new LogGroup(this, `${id}Log`, {
        retention: RetentionDays.ONE_MONTH,
        removalPolicy: RemovalPolicy.DESTROY,
      }),
    });
  }
}
