import type { Place } from "../../service.ts";
import { appsync } from "./appsync.ts";
import { cloudformation } from "./cloudformation.ts";
import { cloudwatch } from "./cloudwatch.ts";
import { cognito } from "./cognito.ts";
import { dynamodb } from "./dynamodb.ts";
import { events } from "./events.ts";
import { lambda } from "./lambda.ts";
import type { Input, Mapping, Permission } from "./mapping.ts";
import { s3 } from "./s3.ts";
import { sns } from "./sns.ts";
import { sqs } from "./sqs.ts";
import { states } from "./states.ts";

/** By the service name that requests are signed with. */
export const mappings: Record<string, Mapping> = {
  appsync,
  cloudformation,
  cloudwatch,
  "cognito-idp": cognito,
  dynamodb,
  events,
  lambda,
  s3,
  sns,
  sqs,
  states,
};

/**
 * What a request needs to be allowed, all of it. `service` is the name in the signature's scope, `input` the
 * members of body and path under their API names. A service without a mapping needs its operation on `*`.
 */
export function requiredPermissions(
  service: string,
  operation: string,
  input: Input,
  place: Place,
): Permission[] {
  return (
    mappings[service]?.(operation, input, place) ?? [{ action: `${service}:${operation}`, resource: "*" }]
  );
}
