import { join } from "node:path";
import type { CloudClock } from "../../clock.ts";
import { AwsError } from "../../errors.ts";
import type { Deliveries } from "../../faults/deliveries.ts";
import { records } from "../../records.ts";
import type { CloudEvent, Emit, Place, ResourceHandler, ResourceRemover } from "../../service.ts";
import type { MessageAttributes } from "../sqs/message.ts";
import { deadLetterAttributes } from "./deadLetter.ts";
import { type Envelope, envelope } from "./envelope.ts";
import { type EventPattern, eventPattern } from "./pattern/pattern.ts";
import { createRetries, type Delivery } from "./retries.ts";
import { requireTarget, type Target } from "./target.ts";
import { type Occasion, targetInput } from "./targetInput.ts";

export interface Rule {
  name: string;
  arn: string;
  enabled: boolean;
  description?: string;
  schedule?: string;
  pattern?: EventPattern;
  patternText?: string;
  targets: Target[];
}

interface EventsDeps {
  dataDir: string;
  place: Place;
  clock: CloudClock;
  newId: () => string;
  /** Between 0 and 1. */
  random: () => number;
  nextRun(expression: string, after: Date): Date | undefined;
  /** Delivers what a rule has for a target, or says that it would be told. What is sent is JSON, or any text. */
  deliver(target: { arn: string; roleArn?: string }, payload: string, ruleArn: string): Promise<void>;
  /** Sends to a dead-letter queue. Throws where that isn't there, or doesn't let EventBridge. */
  sendTo(queueArn: string, message: { body: string; attributes: MessageAttributes }, ruleArn: string): void;
  deliveries: Pick<Deliveries, "send">;
  log(message: string): void;
}

export interface Events {
  resources: Record<string, ResourceHandler>;
  removers: Record<string, ResourceRemover>;
  emit: Emit;
  /** Takes in an event of somebody's own; gives its id. */
  put(event: CloudEvent, at: Date): string;
  rules(): Rule[];
  /** Arms the schedules, and goes on with deliveries that failed. */
  start(): void;
  /** Disarms them, and waits for what is being delivered. */
  stop(): Promise<void>;
}

/** EventBridge's default bus: rules with patterns and schedules. */
export function createEvents(deps: EventsDeps): Events {
  const rules = new Map<string, Rule>();
  const armed = new Map<Rule, () => void>();
  const delivering = new Set<Promise<void>>();
  let started = false;
  const retries = createRetries({
    ...deps,
    stored: records(join(deps.dataDir, "events"), { flush: false }),
    attempt: ({ target, payload, ruleArn }) => deps.deliver(target, payload, ruleArn),
    bury,
  });

  function bury(delivery: Delivery, ...why: DropFirst<Parameters<typeof deadLetterAttributes>>): void {
    const { target, ruleName, ruleArn, event } = delivery;
    if (!target.deadLetterArn) return;
    const message = { body: JSON.stringify(event), attributes: deadLetterAttributes(delivery, ...why) };
    try {
      deps.sendTo(target.deadLetterArn, message, ruleArn);
    } catch (error) {
      deps.log(`${ruleName}: ${target.deadLetterArn} takes nothing: ${(error as Error).message}`);
    }
  }

  /** Targets and rules alike get one event, with one id. */
  function send(rule: Rule, event: Envelope): void {
    for (const target of rule.targets) {
      const at = { service: "events", operation: event["detail-type"], resources: [target.arn, rule.arn] };
      const delivery = deps.deliveries
        .send(at, () => deliver(rule, target, event))
        .catch((error: Error) => deps.log(`${rule.name} → ${target.arn}: ${error.message}`))
        .finally(() => delivering.delete(delivery));
      delivering.add(delivery);
    }
  }

  async function deliver(rule: Rule, target: Target, event: Envelope): Promise<void> {
    const now = deps.clock.now();
    const occasion: Occasion = { event, ruleArn: rule.arn, ruleName: rule.name, at: now };
    const delivery: Delivery = {
      id: deps.newId(),
      ruleName: rule.name,
      ruleArn: rule.arn,
      target,
      payload: "",
      event,
      receivedAt: now.getTime(),
      retries: 0,
      nextAt: now.getTime(),
    };
    try {
      delivery.payload = targetInput(target, occasion);
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      bury(delivery, { code: "INVALID_JSON", message: error.message, isRetried: false }, undefined);
      throw error;
    }
    await retries.deliver(delivery);
  }

  function arm(rule: Rule, due: Date | undefined): void {
    if (!due) return;
    const cancel = deps.clock.at(
      due,
      () => {
        const next = deps.nextRun(rule.schedule!, due);
        // What a machine slept through isn't made up for.
        arm(rule, next && next <= deps.clock.now() ? deps.nextRun(rule.schedule!, deps.clock.now()) : next);
        deps.log(`${rule.name} is due`);
        const event = {
          source: "aws.events",
          "detail-type": "Scheduled Event",
          resources: [rule.arn],
          detail: {},
        };
        send(rule, envelope(event, deps.place, { id: deps.newId(), at: deps.clock.now() }));
      },
      `EventBridge rule ${rule.name}`,
    );
    armed.set(rule, cancel);
  }

  function armAnew(rule: Rule): void {
    if (rule.enabled && rule.schedule) arm(rule, deps.nextRun(rule.schedule, deps.clock.now()));
  }

  function drop(source: string): void {
    const rule = rules.get(source);
    if (!rule) return;
    rules.delete(source);
    armed.get(rule)?.();
    armed.delete(rule);
  }

  const events: Events = {
    emit: (event) => void events.put(event, deps.clock.now()),
    put(event, at) {
      const whole = envelope(event, deps.place, { id: deps.newId(), at });
      for (const rule of rules.values()) if (rule.enabled && rule.pattern?.matches(whole)) send(rule, whole);
      return whole.id;
    },
    rules: () => [...rules.values()],
    start() {
      started = true;
      for (const rule of rules.values()) armAnew(rule);
      retries.resume();
    },
    async stop() {
      for (const cancel of armed.values()) cancel();
      retries.stop();
      await Promise.all(delivering);
    },
    resources: {
      async "AWS::Events::Rule"({ properties, physicalId, stackName, logicalId }) {
        const name = properties.Name ?? physicalId.slice(-64);
        const { partition, region, accountId } = deps.place;
        const arn = `arn:${partition}:events:${region}:${accountId}:rule/${name}`;
        const source = `${stackName}/${logicalId}`;
        drop(source);
        const { EventPattern } = properties;
        const rule: Rule = {
          name,
          arn,
          enabled: properties.State !== "DISABLED",
          description: properties.Description,
          schedule: properties.ScheduleExpression,
          pattern: EventPattern && eventPattern(EventPattern),
          patternText: EventPattern && JSON.stringify(EventPattern),
          targets: (properties.Targets ?? []).map(requireTarget),
        };
        rules.set(source, rule);
        if (started) armAnew(rule);
        return { ref: name, attributes: { Arn: arn } };
      },
    },
    removers: { "AWS::Events::Rule": async ({ source }) => drop(source) },
  };
  return events;
}

type DropFirst<T extends unknown[]> = T extends [unknown, ...infer Rest] ? Rest : never;
