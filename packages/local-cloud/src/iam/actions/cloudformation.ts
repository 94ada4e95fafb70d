import { arnOf, type Mapping } from "./mapping.ts";

/**
 * A stack is named without its id, so the ARN ends in a wildcard.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_awscloudformation.html
 */
export const cloudformation: Mapping = (operation, input, place) => [
  {
    action: `cloudformation:${operation}`,
    resource:
      typeof input.StackName === "string" && input.StackName !== ""
        ? arnOf(place, "cloudformation", input.StackName, (name) => `stack/${name}/*`)
        : "*",
  },
];
