import type { Place } from "../../service.ts";
import { arnOf, distinct, type Input, isArn, type Mapping } from "./mapping.ts";

const OF_BUS = new Set(["CreateEventBus", "DeleteEventBus", "DescribeEventBus", "UpdateEventBus"]);
const ON_ALL = new Set(["ListRules", "ListEventBuses", "ListRuleNamesByTarget", "TestEventPattern"]);

/** https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoneventbridge.html */
export const events: Mapping = (operation, input, place) =>
  distinct(
    resourcesOf(operation, input, place).map((resource) => ({ action: `events:${operation}`, resource })),
  );

function resourcesOf(operation: string, input: Input, place: Place): string[] {
  if (operation === "PutEvents")
    return (input.Entries ?? []).map((entry: Input) => bus(entry.EventBusName ?? "default", place));
  if (ON_ALL.has(operation)) return ["*"];
  if (isArn(input.ResourceARN)) return [input.ResourceARN];
  if (OF_BUS.has(operation)) return [bus(input.Name ?? "default", place)];
  const rule = input.Rule ?? input.Name;
  return [typeof rule === "string" ? ruleArn(rule, input.EventBusName ?? "default", place) : "*"];
}

const bus = (name: string, place: Place) => arnOf(place, "events", name, (plain) => `event-bus/${plain}`);

// Rules of the default bus don't name it.
function ruleArn(rule: string, busName: string, place: Place): string {
  const name = busName.split("event-bus/").at(-1);
  return arnOf(place, "events", name === "default" ? `rule/${rule}` : `rule/${name}/${rule}`);
}
