import { AwsError, restJsonError } from "../../errors.ts";
import type { Deliveries } from "../../faults/deliveries.ts";
import { requiredPermissions } from "../../iam/actions/registry.ts";
import type { Authorize, HttpReply, HttpRequest, Place, Service } from "../../service.ts";
import type { Lambda, LambdaFunction } from "./functions.ts";

interface LambdaServiceDeps {
  lambda: Lambda;
  deliveries: Pick<Deliveries, "send">;
  authorize: Authorize;
  place: Place;
}

const json = (status: number, value: unknown, headers: Record<string, string> = {}): HttpReply => ({
  status,
  headers: { "content-type": "application/json", ...headers },
  body: JSON.stringify(value),
});

/** https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html */
export function createLambdaService({ lambda, deliveries, authorize, place }: LambdaServiceDeps): Service {
  const check = (caller: Parameters<Authorize>[0], operation: string, input: Record<string, unknown>) => {
    for (const { action, resource } of requiredPermissions("lambda", operation, input, place)) {
      authorize(caller, action, resource);
    }
  };
  return {
    formatError: restJsonError,
    operationOf: ({ method, path }) => {
      const [, , , name, verb] = path.split("/");
      if (method === "POST" && verb === "invocations") return "Invoke";
      if (method === "GET" && !verb) return name ? "GetFunction" : "ListFunctions";
      return undefined;
    },
    async handle(request: HttpRequest, caller) {
      const [, , , name, verb] = request.path.split("/").map(decodeURIComponent);
      if (!name && request.method === "GET") {
        check(caller, "ListFunctions", {});
        return json(200, { Functions: lambda.list().map(configuration) });
      }
      if (name && !verb && request.method === "GET") {
        check(caller, "GetFunction", { FunctionName: name });
        return json(200, { Configuration: configuration(lambda.find(name)) });
      }
      if (name && verb === "invocations" && request.method === "POST") {
        check(caller, "Invoke", { FunctionName: name });
        return invoke(request, lambda.find(name), { lambda, deliveries });
      }
      throw new AwsError(
        "UnknownOperationException",
        `The local Lambda has no ${request.method} ${request.path}`,
        {
          status: 404,
        },
      );
    },
    stop: () => lambda.stop(),
  };
}

async function invoke(
  request: HttpRequest,
  fn: LambdaFunction,
  { lambda, deliveries }: Pick<LambdaServiceDeps, "lambda" | "deliveries">,
): Promise<HttpReply> {
  const event = request.body.length > 0 ? JSON.parse(request.body.toString("utf8")) : {};
  if (request.headers["x-amz-invocation-type"] === "Event") {
    const at = { service: "lambda", operation: "Invoke", resources: [fn.arn] };
    void deliveries.send(at, async () => lambda.invokeLater(fn.arn, event));
    return { status: 202 };
  }
  const result = await lambda.invoke(fn.arn, event);
  const headers = { "x-amz-executed-version": "$LATEST" };
  return "error" in result
    ? json(200, result.error, { ...headers, "x-amz-function-error": "Unhandled" })
    : json(200, result.payload, headers);
}

const configuration = (fn: LambdaFunction) => ({
  FunctionName: fn.name,
  FunctionArn: fn.arn,
  Handler: fn.handler,
  Runtime: fn.runtime,
  Role: fn.roleArn,
  Timeout: fn.timeoutSeconds,
  MemorySize: fn.memoryMb,
  Environment: { Variables: fn.environment },
});
