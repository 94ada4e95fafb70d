import type { Place } from "../../service.ts";
import { arnOf, type Input, type Mapping } from "./mapping.ts";

const INVOKING = new Set(["Invoke", "InvokeAsync", "InvokeWithResponseStream"]);
const PARTIAL_ARN = /^\d{12}:function:(.+)$/;

/** https://docs.aws.amazon.com/service-authorization/latest/reference/list_awslambda.html */
export const lambda: Mapping = (operation, input, place) => [
  {
    action: `lambda:${INVOKING.has(operation) ? "InvokeFunction" : operation}`,
    resource: resourceOf(input, place),
  },
];

function resourceOf(input: Input, place: Place): string {
  if (typeof input.FunctionName === "string") return functionArn(input.FunctionName, input.Qualifier, place);
  if (typeof input.UUID === "string") return arnOf(place, "lambda", `event-source-mapping:${input.UUID}`);
  return typeof input.Resource === "string" ? input.Resource : "*";
}

// A function may be named by name, partial ARN or ARN, each with or without its version or alias.
function functionArn(name: string, qualifier: string | undefined, place: Place): string {
  const arn = arnOf(place, "lambda", PARTIAL_ARN.exec(name)?.[1] ?? name, (plain) => `function:${plain}`);
  const qualified = arn.split(":").length > 7;
  return qualifier === undefined || qualified ? arn : `${arn}:${qualifier}`;
}
