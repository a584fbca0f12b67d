import { Duration } from 'aws-cdk-lib';
import type { IHttpStage } from 'aws-cdk-lib/aws-apigatewayv2';
import { type IAlarm, MathExpression, type Metric } from 'aws-cdk-lib/aws-cloudwatch';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import type { Monitoring } from '../config/features';
import { pascalCase } from '../config/names';
import { addAlarm, type Watch } from './watch';
import type { WatchedFunction } from './watched-function';

export interface AlarmsProps {
  /** From when on there is an alarm, and where it says what to do. */
  readonly thresholds: Required<Omit<Monitoring, 'emails'>>;
  readonly stage: IHttpStage;
  /** The functions behind the API. Alarms of the first stand beside those of the API, others below its name. */
  readonly functions: readonly WatchedFunction[];
  /** All refusals, whatever their cause. */
  readonly refused: Metric;
  /** Refusals because WSO2 IS could not be asked. */
  readonly issuerUnreachable: Metric;
  /** The action of the alarms. */
  readonly topic: ITopic;
}

/** An alarm of an API. */
interface ApiWatch extends Watch {
  /**
   * True where new code of the function may be the cause; refusals, say, are decided before it. Such an alarm looks at single
   * minutes, to go off while `gradualDelivery` still moves callers.
   */
  readonly ofCode: boolean;
}

const MINUTE = Duration.minutes(1);
const FIVE_MINUTES = Duration.minutes(5);

/** The number of requests in a period from which on a percentage means something. */
const ENOUGH_REQUESTS = 20;

/** The share of a limit that is too near to it, in percent. */
const NEAR_PERCENT = 80;

/** The alarms of one environment, each with an entry of its name in docs/operations.md. */
export class Alarms extends Construct {
  readonly all: readonly IAlarm[];
  private readonly ofCode: readonly { readonly alarm: IAlarm; readonly of?: string }[];

  constructor(scope: Construct, id: string, props: AlarmsProps) {
    super(scope, id);
    const { functions, thresholds, topic } = props;
    const { runbookUrl } = thresholds;
    const add = (below: Construct, watch: ApiWatch, of?: string) => ({
      alarm: addAlarm(below, watch, { runbookUrl, topic }),
      ofCode: watch.ofCode,
      of,
    });
    const alarms = [
      ...apiWatches(props).map((watch) => add(this, watch)),
      ...functions.flatMap((fn, index) => {
        const below = index === 0 ? this : new Construct(this, pascalCase(fn.name));
        const told = functions.length === 1 ? undefined : fn.name;
        return functionWatches(fn, told).map((watch) => add(below, watch, fn.name));
      }),
    ];
    this.all = alarms.map(({ alarm }) => alarm);
    this.ofCode = alarms.filter(({ ofCode }) => ofCode);
  }

  /** Those that may tell of a fault in new code of a function: its own, and those of the API as a whole. */
  ofNewCode(name: string): IAlarm[] {
    return this.ofCode.filter(({ of }) => of === undefined || of === name).map(({ alarm }) => alarm);
  }
}

function apiWatches({ thresholds, stage, refused, issuerUnreachable }: AlarmsProps): ApiWatch[] {
  const { serverErrorPercent, latencyP99Milliseconds, refusedPercent } = thresholds;
  const percentOf = (part: Metric, period: Duration) =>
    new MathExpression({
      expression: `IF(requests >= ${ENOUGH_REQUESTS}, 100 * part / requests, 0)`,
      usingMetrics: { part: part.with({ period }), requests: stage.metricCount({ period }) },
      period,
    });
  return [
    {
      name: 'ServerErrors',
      metric: percentOf(stage.metricServerError(), MINUTE),
      threshold: serverErrorPercent,
      breaches: [3, 5],
      meaning: `${serverErrorPercent} % of the requests or more are answered with 500 or above.`,
      ofCode: true,
    },
    {
      name: 'Latency',
      metric: stage.metricLatency({ statistic: 'p99', period: MINUTE }),
      threshold: latencyP99Milliseconds,
      breaches: [3, 5],
      meaning: `One request in a hundred takes ${latencyP99Milliseconds} ms or longer.`,
      ofCode: true,
    },
    {
      name: 'Refusals',
      metric: percentOf(refused, FIVE_MINUTES),
      threshold: refusedPercent,
      breaches: [2, 3],
      meaning: `${refusedPercent} % of the requests or more are refused for their token.`,
      ofCode: false,
    },
    {
      name: 'IssuerUnreachable',
      metric: issuerUnreachable.with({ period: MINUTE }),
      threshold: 1,
      // Two in ten minutes, not in a row: an API that is called every few minutes has to notice too.
      breaches: [2, 10],
      meaning: 'API Gateway cannot fetch the keys of WSO2 IS: callers are refused with 401, and nothing else says why.',
      ofCode: false,
    },
  ];
}

/** @param name - where there are others besides it */
function functionWatches(
  { function: fn, failed, timeout, reservedConcurrency = 0 }: WatchedFunction,
  name: string | undefined,
): ApiWatch[] {
  const [subject, it, ofIt] =
    name === undefined
      ? ['The function', 'the function', '']
      : [`The function ${name}`, `the function ${name}`, ` of the function ${name}`];
  const longest = (timeout.toMilliseconds() * NEAR_PERCENT) / 100;
  const most = Math.ceil((reservedConcurrency * NEAR_PERCENT) / 100);
  return [
    {
      name: 'FunctionErrors',
      metric: fn.metricErrors({ period: MINUTE }),
      threshold: 1,
      breaches: [1, 1],
      meaning: `${subject} crashed or ran out of time or memory. What it answers itself, a 500 too, does not count.`,
      ofCode: true,
    },
    {
      name: 'FunctionFailures',
      metric: failed.with({ period: MINUTE }),
      threshold: 1,
      // One is enough, as of crashes: of a few requests, few go to new code, and a percentage of them means nothing.
      breaches: [1, 1],
      meaning: `${subject} answered 500 because of an error that it does not know.`,
      ofCode: true,
    },
    {
      name: 'FunctionThrottles',
      metric: fn.metricThrottles({ period: FIVE_MINUTES }),
      threshold: 1,
      breaches: [1, 1],
      meaning: `Lambda had no concurrency left for ${it}, and callers got an error.`,
      ofCode: false,
    },
    {
      name: 'FunctionDuration',
      metric: fn.metricDuration({ statistic: 'Maximum', period: MINUTE }),
      threshold: longest,
      breaches: [2, 5],
      meaning: `Invocations${ofIt} take ${longest} ms or longer, ${NEAR_PERCENT} % of the timeout.`,
      ofCode: true,
    },
    ...(reservedConcurrency <= 1
      ? []
      : [
          {
            name: 'FunctionConcurrency',
            metric: fn.metric('ConcurrentExecutions', { statistic: 'Maximum', period: MINUTE }),
            threshold: most,
            breaches: [2, 3] as const,
            meaning: `${most} invocations${ofIt} or more run at once, ${NEAR_PERCENT} % of what is reserved.`,
            ofCode: false,
          },
        ]),
  ];
}
