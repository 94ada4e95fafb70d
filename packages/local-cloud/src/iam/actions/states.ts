import { arnOf, isArn, type Mapping } from "./mapping.ts";

// Where several ARNs are given, AWS checks the one that is acted on.
const ARN_MEMBERS = [
  "executionArn",
  "mapRunArn",
  "stateMachineArn",
  "stateMachineAliasArn",
  "activityArn",
  "resourceArn",
];
// A task token names no resource.
const ON_ALL = new Set(["SendTaskSuccess", "SendTaskFailure", "SendTaskHeartbeat"]);

/** https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsstepfunctions.html */
export const states: Mapping = (operation, input, place) => {
  const action = `states:${operation}`;
  if (ON_ALL.has(operation)) return [{ action, resource: "*" }];
  const arn = ARN_MEMBERS.map((member) => input[member]).find(isArn);
  if (arn) return [{ action, resource: arn }];
  if (operation === "CreateStateMachine")
    return [{ action, resource: arnOf(place, "states", `stateMachine:${input.name}`) }];
  return [{ action, resource: "*" }];
};
