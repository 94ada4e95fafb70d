import { AwsError } from "../../../errors.ts";
import type { InvocationResult } from "../../lambda/process.ts";
import { type StatesError, TaskError } from "../asl/errors.ts";
import { isObject, type Json } from "../asl/json.ts";
import type { Waiting } from "./taskTokens.ts";

type Event = [type: string, details?: object];

/** What a Task state can call, and how its history tells of it. */
export interface Resource {
  run(parameters: Json, roleArn: string): Promise<Json>;
  /** The error of a task whose outcome isn't known. */
  lostCode: string;
  scheduled(arn: string, parameters: Json, timeout?: number, heartbeat?: number): Event;
  started(arn: string): Event;
  succeeded(arn: string, result: Json): Event;
  failed(arn: string, error: StatesError): Event;
}

export interface Tasks {
  /** Throws for a resource that isn't supported; `requireSupported` has seen to it that none is met. */
  find(resource: string): { resource: Resource; waitsForToken: boolean };
  /** By their tokens. */
  waiting: Map<string, Waiting>;
}

/** Calls a function as the machine's role. Throws AwsError when the role may not. */
export type Invoke = (functionArn: string, payload: unknown, roleArn: string) => Promise<InvocationResult>;

const isLambdaArn = (resource: string): boolean => /^arn:[^:]+:lambda:/.test(resource);
const lambdaInvoke = /^arn:[^:]+:states:::lambda:invoke(\.waitForTaskToken)?$/;

/** Throws, naming the state, for a resource that the local Step Functions can't call. */
export function requireSupported(machine: string, state: string, resource: string): void {
  if (isLambdaArn(resource) || lambdaInvoke.test(resource)) return;
  throw new Error(
    `${machine}: the state ${state} calls ${resource}, which the local Step Functions can't: it runs Lambda functions only`,
  );
}

export function createTasks(invoke: Invoke, region: string): Tasks {
  const direct: Resource = {
    lostCode: "Lambda.ServiceException",
    scheduled: (resource, parameters, timeoutInSeconds) => [
      "LambdaFunctionScheduled",
      {
        resource,
        input: JSON.stringify(parameters),
        inputDetails: { truncated: false },
        timeoutInSeconds,
      },
    ],
    started: () => ["LambdaFunctionStarted"],
    succeeded: (_, result) => [
      "LambdaFunctionSucceeded",
      { output: JSON.stringify(result), outputDetails: { truncated: false } },
    ],
    failed: (_, { code, message }) => [
      code === "States.Timeout" ? "LambdaFunctionTimedOut" : "LambdaFunctionFailed",
      { error: code, cause: message },
    ],
    run: () => Promise.reject(new Error("a function's ARN is needed")),
  };
  const optimized: Resource = {
    ...direct,
    scheduled: (arn, parameters, timeoutInSeconds, heartbeatInSeconds) => [
      "TaskScheduled",
      {
        ...named(arn),
        region,
        parameters: JSON.stringify(parameters),
        timeoutInSeconds,
        heartbeatInSeconds,
      },
    ],
    started: (arn) => ["TaskStarted", named(arn)],
    succeeded: (arn, result) => [
      "TaskSucceeded",
      { ...named(arn), output: JSON.stringify(result), outputDetails: { truncated: false } },
    ],
    failed: (arn, { code, message }) => [
      code === "States.Timeout" ? "TaskTimedOut" : "TaskFailed",
      { ...named(arn), error: code, cause: message },
    ],
    async run(parameters, roleArn) {
      const { FunctionName, Payload = {} } = isObject(parameters) ? parameters : {};
      if (typeof FunctionName !== "string")
        throw new TaskError("States.Runtime", "The parameter FunctionName is missing.");
      return {
        ExecutedVersion: "$LATEST",
        StatusCode: 200,
        Payload: await call(invoke, FunctionName, Payload, roleArn),
      };
    },
  };
  return {
    waiting: new Map(),
    find(arn) {
      if (isLambdaArn(arn)) {
        const run: Resource["run"] = (parameters, roleArn) => call(invoke, arn, parameters, roleArn);
        return { resource: { ...direct, run }, waitsForToken: false };
      }
      return { resource: optimized, waitsForToken: lambdaInvoke.exec(arn)?.[1] !== undefined };
    },
  };
}

/** `arn:aws:states:::lambda:invoke` as `lambda` and `invoke`. */
const named = (arn: string) => {
  const [resourceType, resource] = arn.split(":").slice(-2);
  return { resourceType, resource };
};

async function call(invoke: Invoke, functionArn: string, payload: Json, roleArn: string): Promise<Json> {
  const result = await invoke(functionArn, payload, roleArn).catch((error: Error) => {
    throw lambdaError(error);
  });
  if ("payload" in result) return (result.payload ?? null) as Json;
  throw new TaskError(result.error.errorType || "Lambda.Unknown", JSON.stringify(result.error));
}

/** What Lambda itself refuses: https://docs.aws.amazon.com/step-functions/latest/dg/connect-lambda.html */
function lambdaError(error: Error): Error {
  if (!(error instanceof AwsError)) return error;
  const code = error.code === "AccessDeniedException" ? "AWSLambdaException" : error.code;
  return new TaskError(`Lambda.${code}`, error.message);
}
