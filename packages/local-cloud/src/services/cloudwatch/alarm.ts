import { AwsError } from "../../errors.ts";
import type { Place } from "../../service.ts";
import { expression, type Values } from "./expression.ts";
import { type MetricName, type Statistic, statistics } from "./metric.ts";

export type AlarmState = "OK" | "ALARM" | "INSUFFICIENT_DATA";
export type MissingData = "missing" | "ignore" | "breaching" | "notBreaching";

/** One metric that an alarm looks at, under its id in the alarm's expression. */
export interface AlarmMetric {
  id: string;
  metric: MetricName;
  statistic: Statistic;
}

export interface Alarm {
  name: string;
  arn: string;
  description?: string;
  actionsEnabled: boolean;
  actions: Record<AlarmState, string[]>;
  comparison: Comparison;
  threshold: number;
  periodSeconds: number;
  evaluationPeriods: number;
  datapointsToAlarm: number;
  missingData: MissingData;
  metrics: AlarmMetric[];
  /** What is compared, of the metrics' values. */
  value(values: Values): number | undefined;
  /** As the template has it: shown by DescribeAlarms. */
  properties: Record<string, any>;
}

const comparisons = {
  GreaterThanThreshold: {
    breaches: (value: number, threshold: number) => value > threshold,
    words: "greater than",
  },
  GreaterThanOrEqualToThreshold: {
    breaches: (value: number, threshold: number) => value >= threshold,
    words: "greater than or equal to",
  },
  LessThanThreshold: {
    breaches: (value: number, threshold: number) => value < threshold,
    words: "less than",
  },
  LessThanOrEqualToThreshold: {
    breaches: (value: number, threshold: number) => value <= threshold,
    words: "less than or equal to",
  },
};

export type Comparison = keyof typeof comparisons;

export const breaches = ({ comparison, threshold }: Alarm, value: number): boolean =>
  comparisons[comparison].breaches(value, threshold);

export const comparisonWords = ({ comparison }: Alarm): string => comparisons[comparison].words;

/** `AWS::CloudWatch::Alarm`. Throws ValidationError for what PutMetricAlarm refuses, or the local cloud doesn't know. */
export function alarmOf(
  properties: Record<string, any>,
  name: string,
  { partition, region, accountId }: Place,
): Alarm {
  const refuse = (what: string) => new AwsError("ValidationError", `The alarm ${name}: ${what}`);
  const comparison: Comparison = properties.ComparisonOperator;
  if (!Object.hasOwn(comparisons, comparison)) throw refuse(`${comparison} isn't known by the local cloud.`);
  if (properties.Threshold === undefined) throw refuse("it has no threshold.");
  const { metrics, value, periodSeconds } = lookedAt(properties, refuse);
  const evaluationPeriods = Number(properties.EvaluationPeriods);
  const datapointsToAlarm = Number(properties.DatapointsToAlarm ?? evaluationPeriods);
  if (!(evaluationPeriods >= 1)) throw refuse("EvaluationPeriods has to be 1 or more.");
  if (datapointsToAlarm > evaluationPeriods)
    throw refuse("DatapointsToAlarm is more than EvaluationPeriods.");
  // https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html
  const mostSeconds = periodSeconds >= 3600 ? 604_800 : 86_400;
  if (evaluationPeriods * periodSeconds > mostSeconds)
    throw refuse(`EvaluationPeriods times Period is more than ${mostSeconds} seconds.`);
  return {
    name,
    arn: `arn:${partition}:cloudwatch:${region}:${accountId}:alarm:${name}`,
    description: properties.AlarmDescription,
    actionsEnabled: String(properties.ActionsEnabled ?? true) === "true",
    actions: {
      ALARM: properties.AlarmActions ?? [],
      OK: properties.OKActions ?? [],
      INSUFFICIENT_DATA: properties.InsufficientDataActions ?? [],
    },
    comparison,
    threshold: Number(properties.Threshold),
    periodSeconds,
    evaluationPeriods,
    datapointsToAlarm,
    missingData: properties.TreatMissingData ?? "missing",
    metrics,
    value,
    properties,
  };
}

type Refuse = (what: string) => AwsError;
type LookedAt = Pick<Alarm, "metrics" | "value" | "periodSeconds">;

function lookedAt(properties: Record<string, any>, refuse: Refuse): LookedAt {
  if (!properties.Metrics) {
    const { MetricName, Namespace, Dimensions, Statistic: stat, Period } = properties;
    const only = metricStat({ Metric: { MetricName, Namespace, Dimensions }, Stat: stat }, "m", refuse);
    return { metrics: [only], value: (values) => values("m"), periodSeconds: periodOf(Period, refuse) };
  }
  const entries: Record<string, any>[] = properties.Metrics;
  const stats = entries.filter(({ MetricStat }) => MetricStat);
  const metrics = stats.map(({ Id, MetricStat }) => metricStat(MetricStat, Id, refuse));
  const expressions = new Map(
    entries.filter(({ Expression }) => Expression).map(({ Id, Expression }) => [Id, expression(Expression)]),
  );
  const returned = entries.filter(({ ReturnData }) => String(ReturnData ?? true) !== "false");
  const [first] = returned;
  if (!first || returned.length > 1) throw refuse("exactly one of its metrics has to return data.");
  const ids = new Set(entries.map(({ Id }) => Id));
  for (const { ids: used } of expressions.values()) {
    const missing = used.find((id) => !ids.has(id));
    if (missing) throw refuse(`its expression names ${missing}, which is none of its metrics.`);
  }
  const isCircular = (id: string, above: string[] = []): boolean =>
    above.includes(id) || (expressions.get(id)?.ids ?? []).some((inner) => isCircular(inner, [...above, id]));
  const circular = [...expressions.keys()].find((id) => isCircular(id));
  if (circular) throw refuse(`its expression ${circular} depends on itself.`);
  const periods = new Set(stats.map(({ MetricStat }) => Number(MetricStat.Period)));
  if (periods.size > 1) throw refuse("its metrics have different periods.");
  const worth = (id: string, values: Values): number | undefined => {
    const math = expressions.get(id);
    return math ? math.at((inner) => worth(inner, values)) : values(id);
  };
  return {
    metrics,
    value: (values) => worth(first.Id, values),
    periodSeconds: periodOf([...periods][0] ?? first.Period, refuse),
  };
}

function metricStat({ Metric, Stat }: Record<string, any>, id: string, refuse: Refuse): AlarmMetric {
  if (!statistics.includes(Stat))
    throw refuse(`the local cloud has the statistics ${statistics.join(", ")}, not ${Stat}.`);
  return {
    id,
    statistic: Stat,
    metric: {
      namespace: Metric.Namespace,
      name: Metric.MetricName,
      dimensions: Object.fromEntries(
        (Metric.Dimensions ?? []).map(({ Name, Value }: Record<string, string>) => [Name, Value]),
      ),
    },
  };
}

function periodOf(given: unknown, refuse: Refuse): number {
  const seconds = Number(given);
  if (seconds >= 60 && seconds % 60 === 0) return seconds;
  throw refuse(`a period of ${given} seconds isn't known by the local cloud: it has to be a multiple of 60.`);
}
