import { AwsError, queryError } from "../errors.ts";
import type { HttpRequest, Service } from "../service.ts";
import { element } from "../xml.ts";
import { assumeRole } from "./sts/assumeRole.ts";
import { getCallerIdentity } from "./sts/getCallerIdentity.ts";
import type { StsDeps, StsOperation } from "./sts/operation.ts";

const VERSION = "2011-06-15";

export const stsOperations: Record<string, StsOperation> = {
  AssumeRole: assumeRole,
  GetCallerIdentity: getCallerIdentity,
};

const actionInput = ({ body, query }: HttpRequest) =>
  new URLSearchParams(body.toString("utf8") || query.toString());

/** AWS Security Token Service, as far as roles need it; speaks AWS Query. */
export function createSts(deps: StsDeps & { newId: () => string }): Service {
  return {
    operationOf: (request) => actionInput(request).get("Action") ?? undefined,
    async handle(request, caller) {
      const input = actionInput(request);
      const name = input.get("Action") ?? "";
      const operation = Object.hasOwn(stsOperations, name) ? stsOperations[name] : undefined;
      if (!operation)
        throw new AwsError("InvalidAction", `Could not find operation ${name} for version ${VERSION}`);
      const result = `<${name}Result>${operation(deps)(caller, input)}</${name}Result>`;
      const metadata = `<ResponseMetadata>${element("RequestId", deps.newId())}</ResponseMetadata>`;
      return {
        status: 200,
        headers: { "content-type": "text/xml" },
        body: `<${name}Response xmlns="https://sts.amazonaws.com/doc/${VERSION}/">${result}${metadata}</${name}Response>`,
      };
    },
    formatError: queryError,
  };
}
