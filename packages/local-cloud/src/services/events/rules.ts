import type { CloudClock } from "../../clock.ts";
import type { CloudEvent, Emit, Place, ResourceHandler } from "../../service.ts";
import { matches } from "./pattern.ts";
import { type TargetInput, targetInput } from "./targetInput.ts";

interface Target extends TargetInput {
  arn: string;
  roleArn?: string;
}

interface Rule {
  name: string;
  arn: string;
  enabled: boolean;
  schedule?: string;
  pattern?: Record<string, unknown>;
  targets: Target[];
}

interface EventsDeps {
  place: Place;
  clock: CloudClock;
  newId: () => string;
  nextRun(expression: string, after: Date): Date | undefined;
  /** Delivers a rule's event to a Lambda function or a state machine, or says that it would be told. */
  deliver(target: { arn: string; roleArn?: string }, event: unknown, ruleArn: string): Promise<void>;
  log(message: string): void;
}

export interface Events {
  resources: Record<string, ResourceHandler>;
  emit: Emit;
  /** Arms the schedules. */
  start(): void;
  /** Disarms them, and waits for what is being delivered. */
  stop(): Promise<void>;
}

/** EventBridge's default bus: rules with patterns and schedules. */
export function createEvents(deps: EventsDeps): Events {
  const rules: Rule[] = [];
  const armed = new Map<Rule, () => void>();
  const delivering = new Set<Promise<void>>();

  const envelope = (event: CloudEvent) => ({
    version: "0",
    id: deps.newId(),
    "detail-type": event["detail-type"],
    source: event.source,
    account: deps.place.accountId,
    time: deps.clock.now().toISOString(),
    region: deps.place.region,
    resources: event.resources,
    detail: event.detail,
  });

  function send(rule: Rule, event: CloudEvent): void {
    const whole = envelope(event);
    for (const target of rule.targets) {
      const delivery = deps
        .deliver(target, targetInput(target, whole), rule.arn)
        .catch((error: Error) => deps.log(`${rule.name} → ${target.arn}: ${error.message}`))
        .finally(() => delivering.delete(delivery));
      delivering.add(delivery);
    }
  }

  function arm(rule: Rule, due: Date | undefined): void {
    if (!due) return;
    const cancel = deps.clock.at(due, () => {
      const next = deps.nextRun(rule.schedule!, due);
      // What a machine slept through isn't made up for.
      arm(rule, next && next <= deps.clock.now() ? deps.nextRun(rule.schedule!, deps.clock.now()) : next);
      deps.log(`${rule.name} is due`);
      send(rule, {
        source: "aws.events",
        "detail-type": "Scheduled Event",
        resources: [rule.arn],
        detail: {},
      });
    });
    armed.set(rule, cancel);
  }

  return {
    emit(event) {
      const whole = envelope(event) as Record<string, unknown>;
      for (const rule of rules)
        if (rule.enabled && rule.pattern && matches(rule.pattern, whole)) send(rule, event);
    },
    start() {
      for (const rule of rules)
        if (rule.enabled && rule.schedule) arm(rule, deps.nextRun(rule.schedule, deps.clock.now()));
    },
    async stop() {
      for (const cancel of armed.values()) cancel();
      await Promise.all(delivering);
    },
    resources: {
      async "AWS::Events::Rule"({ properties, physicalId }) {
        const name = properties.Name ?? physicalId.slice(-64);
        const { partition, region, accountId } = deps.place;
        const arn = `arn:${partition}:events:${region}:${accountId}:rule/${name}`;
        rules.push({
          name,
          arn,
          enabled: properties.State !== "DISABLED",
          schedule: properties.ScheduleExpression,
          pattern: properties.EventPattern,
          targets: (properties.Targets ?? []).map((target: any) => ({
            arn: target.Arn,
            roleArn: target.RoleArn,
            input: target.Input,
            path: target.InputPath,
            transformer: target.InputTransformer,
          })),
        });
        return { ref: name, attributes: { Arn: arn } };
      },
    },
  };
}
