import type { CloudClock } from "../../clock.ts";
import { AwsError } from "../../errors.ts";
import type { JsonFile } from "../../jsonFile.ts";
import type { Emit, Place, ResourceHandler, ResourceRemover } from "../../service.ts";
import { type Alarm, type AlarmState, alarmOf } from "./alarm.ts";
import { type Data, evaluate, nextChange, rangeOf } from "./evaluate.ts";
import { keyOf, minuteMs } from "./metric.ts";
import type { Metrics } from "./metrics.ts";
import { alarmEvent, alarmMessage, alarmSubject } from "./words.ts";

export interface AlarmHistoryItem {
  at: string;
  type: "StateUpdate" | "Action";
  summary: string;
  data: string;
}

/** What of an alarm outlives a start. */
export interface AlarmRecord {
  state: AlarmState;
  reason: string;
  reasonData?: string;
  updatedAt: string;
  /** When the alarm was made, or changed. */
  configuredAt: string;
  /** The template's properties that it was made of. */
  applied: string;
  history: AlarmHistoryItem[];
  /** Switched by API. */
  actionsEnabled?: boolean;
}

export interface KnownAlarm {
  alarm: Alarm;
  record: AlarmRecord;
}

export interface Alarms {
  resources: Record<string, ResourceHandler>;
  removers: Record<string, ResourceRemover>;
  list(): KnownAlarm[];
  /** Throws ResourceNotFound. */
  find(name: string): KnownAlarm;
  setState(name: string, state: AlarmState, reason: string, reasonData?: string): void;
  enableActions(names: string[], enabled: boolean): void;
  start(): void;
}

interface AlarmsDeps {
  file: JsonFile<Record<string, AlarmRecord>>;
  place: Place;
  clock: CloudClock;
  metrics: Metrics;
  emit: Emit;
  /** Tells a topic, as CloudWatch. Throws where it can't. */
  publish(topicArn: string, notice: { subject: string; message: string }, alarmArn: string): void;
  log(message: string): void;
}

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_DescribeAlarmHistory.html: two weeks of it. */
const historyMs = 14 * 86_400_000;

/**
 * The template's alarms, by the cloud's clock. Each is evaluated at the minutes at which its state can change: when data
 * came in, and when what came in grows too old.
 */
export function createAlarms(deps: AlarmsDeps): Alarms {
  const { file, clock, metrics, place } = deps;
  const alarms = new Map<string, { alarm: Alarm; source: string }>();
  const armed = new Map<string, { at: number; cancel(): void }>();
  const watched = new Map<string, Set<string>>();
  let started = false;

  const nextMinute = () => {
    const now = clock.now().getTime();
    return now - (now % minuteMs) + minuteMs;
  };

  function dataOf(alarm: Alarm, at: number): Data {
    const from = at - (rangeOf(alarm) + 1) * alarm.periodSeconds * 1000;
    return new Map(alarm.metrics.map(({ id, metric }) => [id, metrics.between(metric, from, Infinity)]));
  }

  function arm(name: string, at: number): void {
    const before = armed.get(name);
    if (before && before.at <= at) return;
    before?.cancel();
    const cancel = clock.at(new Date(at), () => {
      armed.delete(name);
      look(name, at);
    });
    armed.set(name, { at, cancel });
  }

  function disarm(name: string): void {
    armed.get(name)?.cancel();
    armed.delete(name);
  }

  function look(name: string, at: number): void {
    const alarm = alarms.get(name)?.alarm;
    if (!alarm) return;
    const data = dataOf(alarm, at);
    const { state, reason, points } = evaluate(alarm, data, at);
    const record = file.value[name]!;
    if (state !== undefined && state !== record.state)
      change(
        alarm,
        state,
        reason,
        JSON.stringify({
          version: "1.0",
          recentDatapoints: points.map(({ value }) => value).filter((value) => value !== undefined),
        }),
      );
    const next = nextChange(alarm, data, at, file.value[name]!.state);
    if (next !== undefined) arm(name, next);
  }

  function change(alarm: Alarm, state: AlarmState, reason: string, reasonData?: string): void {
    const { name } = alarm;
    const before = file.value[name]!;
    const record: AlarmRecord = {
      ...before,
      state,
      reason,
      reasonData,
      updatedAt: clock.now().toISOString(),
    };
    file.value[name] = record;
    note(name, "StateUpdate", `Alarm updated from ${before.state} to ${state}`, { reason });
    deps.log(`${name}: ${before.state} → ${state}: ${reason}`);
    const changed = { alarm, record, before, place };
    deps.emit(alarmEvent(changed));
    if (record.actionsEnabled ?? alarm.actionsEnabled) {
      const notice = { subject: alarmSubject(changed), message: alarmMessage(changed) };
      for (const action of alarm.actions[state]) act(alarm, action, notice);
    }
    file.save();
  }

  /** CloudWatch doesn't try again: https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarm-actions.html */
  function act({ name, arn }: Alarm, action: string, notice: { subject: string; message: string }): void {
    try {
      if (!/^arn:[^:]+:sns:/.test(action)) {
        throw new AwsError("InvalidAction", "the local cloud's alarms act on SNS topics only");
      }
      deps.publish(action, notice, arn);
      note(name, "Action", `Successfully executed action ${action}`, {});
    } catch (error) {
      const { message } = error as Error;
      deps.log(`${name}: ${action} wasn't told: ${message}`);
      note(name, "Action", `Failed to execute action ${action}. Received error: "${message}"`, {});
    }
  }

  function note(name: string, type: AlarmHistoryItem["type"], summary: string, data: object): void {
    const record = file.value[name]!;
    const oldest = clock.now().getTime() - historyMs;
    const kept = record.history.filter(({ at }) => Date.parse(at) >= oldest).slice(-200);
    const item = { at: clock.now().toISOString(), type, summary, data: JSON.stringify(data) };
    file.value[name] = { ...record, history: [...kept, item] };
  }

  function watch({ name, metrics: used }: Alarm): void {
    for (const { metric } of used) {
      const key = keyOf(metric);
      watched.set(key, (watched.get(key) ?? new Set()).add(name));
    }
  }

  function drop(name: string): void {
    disarm(name);
    alarms.delete(name);
    for (const names of watched.values()) names.delete(name);
  }

  metrics.onPut((key) => {
    if (started) for (const name of watched.get(key) ?? []) arm(name, nextMinute());
  });

  const known = (name: string): KnownAlarm => ({ alarm: alarms.get(name)!.alarm, record: file.value[name]! });
  const self: Alarms = {
    list: () => [...alarms.keys()].sort().map(known),
    find(name) {
      if (alarms.has(name)) return known(name);
      throw new AwsError("ResourceNotFound", `Unable to find alarm ${name}`, { status: 404 });
    },
    /** It lasts until the next evaluation. https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_SetAlarmState.html */
    setState(name, state, reason, reasonData) {
      const { alarm, record } = self.find(name);
      if (record.state !== state) change(alarm, state, reason, reasonData);
      arm(name, nextMinute());
    },
    enableActions(names, enabled) {
      for (const name of names) {
        if (!alarms.has(name)) continue;
        file.value[name] = { ...file.value[name]!, actionsEnabled: enabled };
      }
      file.save();
    },
    start() {
      started = true;
      for (const name of alarms.keys()) arm(name, nextMinute());
    },
    resources: {
      async "AWS::CloudWatch::Alarm"({ properties, physicalId, stackName, logicalId }) {
        const name: string = properties.AlarmName ?? physicalId.slice(-255);
        const source = `${stackName}/${logicalId}`;
        for (const [other, entry] of alarms) if (entry.source === source && other !== name) drop(other);
        const alarm = alarmOf(properties, name, place);
        drop(name);
        alarms.set(name, { alarm, source });
        watch(alarm);
        const applied = JSON.stringify(properties);
        const before = file.value[name];
        if (before?.applied !== applied) {
          const at = clock.now().toISOString();
          file.value[name] = {
            state: before?.state ?? "INSUFFICIENT_DATA",
            reason: before?.reason ?? "Unchecked: Initial alarm creation",
            updatedAt: before?.updatedAt ?? at,
            history: before?.history ?? [],
            configuredAt: at,
            applied,
          };
          file.save();
        }
        if (started) arm(name, nextMinute());
        return { ref: name, attributes: { Arn: alarm.arn } };
      },
    },
    removers: {
      async "AWS::CloudWatch::Alarm"({ source }) {
        for (const [name, entry] of alarms) {
          if (entry.source !== source) continue;
          drop(name);
          delete file.value[name];
          file.save();
        }
      },
    },
  };
  return self;
}
