import { AwsError, restJsonError } from "../../errors.ts";
import type { Deliveries } from "../../faults/deliveries.ts";
import { requiredPermissions } from "../../iam/actions/registry.ts";
import type { Authorize, HttpReply, HttpRequest, Place, Principal, Service } from "../../service.ts";
import type { Lambda, LambdaFunction } from "./functions.ts";
import { limits } from "./limits.ts";

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

/** https://docs.aws.amazon.com/lambda/latest/api/API_Operations.html */
export function createLambdaService(deps: LambdaServiceDeps): Service {
  return {
    formatError: restJsonError,
    operationOf,
    async handle(request: HttpRequest, caller) {
      const name = operationOf(request);
      const operation = name && operations[name];
      if (!operation) {
        throw new AwsError(
          "UnknownOperationException",
          `The local Lambda has no ${request.method} ${request.path}`,
          { status: 404 },
        );
      }
      const [, , , functionName] = request.path.split("/").map(decodeURIComponent);
      const Qualifier = request.query.get("Qualifier") ?? undefined;
      const input = functionName ? { FunctionName: functionName, Qualifier } : {};
      for (const { action, resource } of requiredPermissions("lambda", name, input, deps.place))
        deps.authorize(caller, action, resource);
      return operation({
        ...deps,
        request,
        caller,
        fn: functionName ? findVersion(deps, functionName, Qualifier) : undefined,
      });
    },
    stop: () => deps.lambda.stop(),
  };
}

interface Call extends LambdaServiceDeps {
  request: HttpRequest;
  caller: Principal;
  fn: LambdaFunction | undefined;
}

const operations: Record<string, (call: Call) => Promise<HttpReply> | HttpReply> = {
  Invoke: invoke,
  ListFunctions: ({ lambda }) => json(200, { Functions: lambda.list().map(configuration) }),
  GetFunction: ({ fn }) =>
    json(200, {
      Configuration: configuration(fn!),
      Concurrency:
        fn!.reservedConcurrency === undefined
          ? undefined
          : { ReservedConcurrentExecutions: fn!.reservedConcurrency },
    }),
  GetFunctionConfiguration: ({ fn }) => json(200, configuration(fn!)),
};

function operationOf({ method, path }: Pick<HttpRequest, "method" | "path">): string | undefined {
  const [, , , name, verb] = path.split("/");
  if (method === "POST" && verb === "invocations") return "Invoke";
  if (method !== "GET") return undefined;
  if (verb === "configuration") return "GetFunctionConfiguration";
  if (verb) return undefined;
  return name ? "GetFunction" : "ListFunctions";
}

/** Functions have one version here, the newest. */
function findVersion(
  { lambda }: LambdaServiceDeps,
  name: string,
  qualifier: string | undefined,
): LambdaFunction {
  const fn = lambda.find(name);
  const parts = name.split(":");
  const given = qualifier ?? (name.startsWith("arn:") ? parts[7] : parts.length === 2 ? parts[1] : undefined);
  if (given === undefined || given === "$LATEST") return fn;
  throw new AwsError("ResourceNotFoundException", `Function not found: ${fn.arn}:${given}`, { status: 404 });
}

/** https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html */
async function invoke({ request, fn, lambda, deliveries }: Call): Promise<HttpReply> {
  const { headers, body } = request;
  const type = headers["x-amz-invocation-type"] ?? "RequestResponse";
  if (!["RequestResponse", "Event", "DryRun"].includes(type))
    throw new AwsError(
      "InvalidParameterValueException",
      `1 validation error detected: Value '${type}' at 'invocationType' failed to satisfy constraint: Member must satisfy enum value set: [Event, RequestResponse, DryRun]`,
    );
  const most = type === "Event" ? limits.asyncPayloadBytes : limits.syncPayloadBytes;
  if (body.length > most)
    throw new AwsError(
      "RequestTooLargeException",
      `Request must be smaller than ${most} bytes for the InvokeFunction operation`,
      { status: 413 },
    );
  const event = body.length > 0 ? parse(body.toString("utf8")) : {};
  if (type === "DryRun") return { status: 204 };
  if (type === "Event") {
    const at = { service: "lambda", operation: "Invoke", resources: [fn!.arn] };
    void deliveries.send(at, async () => lambda.invokeLater(fn!.arn, event));
    return { status: 202 };
  }
  const context = headers["x-amz-client-context"];
  const result = await lambda.invoke(fn!.arn, event, {
    clientContext: context && parse(Buffer.from(context, "base64").toString("utf8")),
    wantsLogTail: headers["x-amz-log-type"] === "Tail",
  });
  const answered = {
    "x-amz-executed-version": "$LATEST",
    ...(result.logTail && { "x-amz-log-result": Buffer.from(result.logTail).toString("base64") }),
  };
  return "error" in result
    ? json(200, result.error, { ...answered, "x-amz-function-error": "Unhandled" })
    : json(200, result.payload, answered);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new AwsError(
      "InvalidRequestContentException",
      `Could not parse request body into json: ${(error as Error).message}`,
    );
  }
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
  DeadLetterConfig: fn.deadLetterArn ? { TargetArn: fn.deadLetterArn } : undefined,
  PackageType: "Zip",
  State: "Active",
  LastUpdateStatus: "Successful",
  Version: "$LATEST",
});
