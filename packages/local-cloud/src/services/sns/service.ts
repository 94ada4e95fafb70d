import { randomUUID } from "node:crypto";
import { AwsError, queryError } from "../../errors.ts";
import { requiredPermissions } from "../../iam/actions/registry.ts";
import type { Authorize, HttpRequest, Service } from "../../service.ts";
import { element } from "../../xml.ts";
import type { SnsCall } from "./operation.ts";
import { operations } from "./operations.ts";

const VERSION = "2010-03-31";

const inputOf = ({ body, query }: HttpRequest) =>
  new URLSearchParams(body.toString("utf8") || query.toString());

/** SNS, which speaks AWS Query. */
export function createSnsService(deps: Omit<SnsCall, "caller"> & { authorize: Authorize }): Service {
  return {
    operationOf: (request) => inputOf(request).get("Action") ?? undefined,
    async handle(request, caller) {
      const input = inputOf(request);
      const name = input.get("Action") ?? "";
      for (const { action, resource } of requiredPermissions(
        "sns",
        name,
        Object.fromEntries(input),
        deps.place,
      ))
        deps.authorize(caller, action, resource);
      const operation = Object.hasOwn(operations, name) ? operations[name] : undefined;
      if (!operation)
        throw new AwsError("InvalidAction", `Could not find operation ${name} for version ${VERSION}`);
      const result = `<${name}Result>${operation(input, { ...deps, caller })}</${name}Result>`;
      const metadata = `<ResponseMetadata>${element("RequestId", randomUUID())}</ResponseMetadata>`;
      return {
        status: 200,
        headers: { "content-type": "text/xml" },
        body: `<${name}Response xmlns="http://sns.amazonaws.com/doc/${VERSION}/">${result}${metadata}</${name}Response>`,
      };
    },
    formatError: queryError,
  };
}
