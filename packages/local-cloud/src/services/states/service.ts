import { AwsError, jsonError } from "../../errors.ts";
import { requiredPermissions } from "../../iam/actions/registry.ts";
import type { Service } from "../../service.ts";
import type { StatesDeps } from "./operation.ts";
import { operations } from "./operations.ts";

/** Step Functions, AWS JSON 1.0. */
export function createStates(deps: StatesDeps): Service {
  return {
    formatError: jsonError,
    async handle(request, caller) {
      const name = request.headers["x-amz-target"]?.split(".")[1] ?? "";
      const input = JSON.parse(request.body.toString("utf8") || "{}");
      for (const { action, resource } of requiredPermissions("states", name, input, deps.place)) {
        deps.authorize(caller, action, resource);
      }
      const operation = Object.hasOwn(operations, name) ? operations[name] : undefined;
      if (!operation)
        throw new AwsError("UnknownOperationException", `The local Step Functions has no operation ${name}`);
      return {
        status: 200,
        headers: { "content-type": "application/x-amz-json-1.0" },
        body: JSON.stringify(await operation(input, deps)),
      };
    },
  };
}
