import type { CloudClock } from "../../clock.ts";
import type { Deliveries } from "../../faults/deliveries.ts";
import type { CloudEvent, Emit, Place, ResourceHandler, ResourceRemover } from "../../service.ts";
import { type EventPattern, eventPattern } from "./pattern/pattern.ts";
import { requireTarget, type Target } from "./target.ts";
import { type Occasion, targetInput } from "./targetInput.ts";

interface Rule {
  name: string;
  arn: string;
  enabled: boolean;
  schedule?: string;
  pattern?: EventPattern;
  targets: Target[];
}

interface EventsDeps {
  place: Place;
  clock: CloudClock;
  newId: () => string;
  nextRun(expression: string, after: Date): Date | undefined;
  /** Delivers what a rule has for a target, or says that it would be told. What is sent is JSON, or any text. */
  deliver(target: { arn: string; roleArn?: string }, payload: string, ruleArn: string): Promise<void>;
  deliveries: Pick<Deliveries, "send">;
  log(message: string): void;
}

export interface Events {
  resources: Record<string, ResourceHandler>;
  removers: Record<string, ResourceRemover>;
  emit: Emit;
  /** Arms the schedules. */
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

  // https://docs.aws.amazon.com/eventbridge/latest/ref/overiew-event-structure.html
  const envelope = (event: CloudEvent) => ({
    version: "0",
    id: deps.newId(),
    "detail-type": event["detail-type"],
    source: event.source,
    account: deps.place.accountId,
    time: deps.clock
      .now()
      .toISOString()
      .replace(/\.\d+Z$/, "Z"),
    region: deps.place.region,
    resources: event.resources,
    detail: event.detail,
  });

  /** Targets and rules alike get one event, with one id. */
  function send(rule: Rule, event: CloudEvent): void {
    const occasion: Occasion = { event, ruleArn: rule.arn, ruleName: rule.name, at: deps.clock.now() };
    for (const target of rule.targets) {
      const at = { service: "events", operation: event["detail-type"], resources: [target.arn, rule.arn] };
      const delivery = deps.deliveries
        .send(at, () => deliver(target, occasion))
        .catch((error: Error) => deps.log(`${rule.name} → ${target.arn}: ${error.message}`))
        .finally(() => delivering.delete(delivery));
      delivering.add(delivery);
    }
  }

  async function deliver(target: Target, occasion: Occasion): Promise<void> {
    await deps.deliver(target, targetInput(target, occasion), occasion.ruleArn);
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
        send(
          rule,
          envelope({
            source: "aws.events",
            "detail-type": "Scheduled Event",
            resources: [rule.arn],
            detail: {},
          }),
        );
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

  return {
    emit(event) {
      const whole = envelope(event);
      for (const rule of rules.values()) if (rule.enabled && rule.pattern?.matches(whole)) send(rule, whole);
    },
    start() {
      started = true;
      for (const rule of rules.values()) armAnew(rule);
    },
    async stop() {
      for (const cancel of armed.values()) cancel();
      await Promise.all(delivering);
    },
    resources: {
      async "AWS::Events::Rule"({ properties, physicalId, stackName, logicalId }) {
        const name = properties.Name ?? physicalId.slice(-64);
        const { partition, region, accountId } = deps.place;
        const arn = `arn:${partition}:events:${region}:${accountId}:rule/${name}`;
        const source = `${stackName}/${logicalId}`;
        drop(source);
        const rule: Rule = {
          name,
          arn,
          enabled: properties.State !== "DISABLED",
          schedule: properties.ScheduleExpression,
          pattern: properties.EventPattern && eventPattern(properties.EventPattern),
          targets: (properties.Targets ?? []).map(requireTarget),
        };
        rules.set(source, rule);
        if (started) armAnew(rule);
        return { ref: name, attributes: { Arn: arn } };
      },
    },
    removers: { "AWS::Events::Rule": async ({ source }) => drop(source) },
  };
}
