import * as v from "valibot";
import { AwsError } from "../../../errors.ts";
import { type EventsCall, operation } from "../operation.ts";
import { eventPattern } from "../pattern/pattern.ts";
import type { Rule } from "../rules.ts";

const view = (rule: Rule) => ({
  Name: rule.name,
  Arn: rule.arn,
  State: rule.enabled ? "ENABLED" : "DISABLED",
  Description: rule.description,
  ScheduleExpression: rule.schedule,
  EventPattern: rule.patternText,
  EventBusName: "default",
});

function find({ events }: EventsCall, name: string): Rule {
  const rule = events.rules().find((one) => one.name === name);
  if (rule) return rule;
  throw new AwsError("ResourceNotFoundException", `Rule ${name} does not exist on EventBus default.`);
}

export const describeRule = operation(v.object({ Name: v.string() }), ({ Name }, call) =>
  view(find(call, Name)),
);

export const listRules = operation(
  v.object({ NamePrefix: v.optional(v.string(), "") }),
  ({ NamePrefix }, { events }) => ({
    Rules: events
      .rules()
      .filter(({ name }) => name.startsWith(NamePrefix))
      .map(view),
  }),
);

export const listTargetsByRule = operation(v.object({ Rule: v.string() }), ({ Rule }, call) => ({
  Targets: find(call, Rule).targets.map((target) => ({
    Id: target.id,
    Arn: target.arn,
    RoleArn: target.roleArn,
    Input: target.input,
    InputPath: target.path,
    InputTransformer: target.transformer,
    RetryPolicy: {
      MaximumEventAgeInSeconds: target.retryPolicy.maximumEventAgeSeconds,
      MaximumRetryAttempts: target.retryPolicy.maximumRetryAttempts,
    },
    DeadLetterConfig: target.deadLetterArn && { Arn: target.deadLetterArn },
  })),
}));

/** https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_TestEventPattern.html */
export const testEventPattern = operation(
  v.object({ EventPattern: v.string(), Event: v.string() }),
  ({ EventPattern, Event }) => ({
    Result: eventPattern(JSON.parse(EventPattern)).matches(Object(JSON.parse(Event))),
  }),
);
