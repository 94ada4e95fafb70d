import { appendFileSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import type { Clock } from "../../service.ts";
import { type Bucket, joined, keyOf, type MetricName, minuteMs } from "./metric.ts";

export interface Metrics {
  /** @param at absent: now */
  put(metric: MetricName, values: number | Omit<Bucket, "at">, at?: Date): void;
  list(): MetricName[];
  /** In order of time, from and to excluded. */
  between(metric: MetricName, from: number, to: number): Bucket[];
  /** Hears of what comes in, until what it gives is called. */
  onPut(hear: (key: string) => void): () => void;
  save(): void;
}

interface Series {
  metric: MetricName;
  buckets: Map<number, Bucket>;
}

/** One line of the file: the newest of a series and time holds. */
interface Line {
  m: MetricName;
  b: Bucket;
}

const dayMs = 86_400_000;
/** Metrics of one minute are there for 15 days, of an hour for 455: https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch_concepts.html */
const byMinuteMs = 15 * dayMs;
const longestMs = 455 * dayMs;
const hourMs = 60 * minuteMs;
const saveAfterMs = 500;

/** All metrics, in memory, and in a file that is appended to and written anew at each start. */
export function createMetrics({ path, clock }: { path: string; clock: Clock }): Metrics {
  const series = new Map<string, Series>();
  const hearing = new Set<(key: string) => void>();
  const unsaved = new Map<string, Line>();
  let timer: NodeJS.Timeout | undefined;
  const now = () => clock.now().getTime();

  function seriesOf(metric: MetricName): Series {
    const key = keyOf(metric);
    const found = series.get(key) ?? { metric, buckets: new Map() };
    series.set(key, found);
    return found;
  }

  function load(): void {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    let text = "";
    try {
      text = readFileSync(path, "utf8");
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
    }
    for (const line of text.split("\n")) {
      const read = lineIn(line);
      if (read) seriesOf(read.m).buckets.set(read.b.at, read.b);
    }
    for (const [key, { buckets }] of series) {
      rollUp(buckets);
      if (buckets.size === 0) series.delete(key);
    }
    const lines = [...series.values()].flatMap(({ metric: m, buckets }) =>
      [...buckets.values()].map((b) => JSON.stringify({ m, b })),
    );
    writeFileSync(`${path}.new`, lines.map((line) => `${line}\n`).join(""), { mode: 0o600 });
    renameSync(`${path}.new`, path);
  }

  function rollUp(buckets: Map<number, Bucket>): void {
    const old = [...buckets].filter(([at]) => at < now() - byMinuteMs);
    for (const [at, bucket] of old) {
      const hour = at - (at % hourMs);
      if (at < now() - longestMs) buckets.delete(at);
      else if (at !== hour) {
        buckets.delete(at);
        buckets.set(hour, joined(buckets.get(hour), bucket, hour));
      }
    }
  }

  function save(): void {
    clearTimeout(timer);
    timer = undefined;
    if (unsaved.size === 0) return;
    appendFileSync(path, [...unsaved.values()].map((line) => `${JSON.stringify(line)}\n`).join(""));
    unsaved.clear();
  }

  load();
  return {
    put(metric, values, at = clock.now()) {
      const minute = at.getTime() - (at.getTime() % minuteMs);
      const added = typeof values === "number" ? { sum: values, count: 1, min: values, max: values } : values;
      const key = keyOf(metric);
      const { buckets } = seriesOf(metric);
      const bucket = joined(buckets.get(minute), added, minute);
      buckets.set(minute, bucket);
      unsaved.set(`${key} ${minute}`, { m: metric, b: bucket });
      timer ??= setTimeout(save, saveAfterMs).unref();
      for (const hear of hearing) hear(key);
    },
    list: () => [...series.values()].map(({ metric }) => metric),
    between(metric, from, to) {
      const buckets = series.get(keyOf(metric))?.buckets.values() ?? [];
      return [...buckets].filter(({ at }) => at >= from && at < to).sort((one, other) => one.at - other.at);
    },
    onPut(hear) {
      hearing.add(hear);
      return () => void hearing.delete(hear);
    },
    save,
  };
}

/** A line that a crash cut off says nothing. */
function lineIn(text: string): Line | undefined {
  try {
    const line = JSON.parse(text);
    return typeof line?.m?.name === "string" && typeof line?.b?.at === "number" ? line : undefined;
  } catch {
    return undefined;
  }
}
