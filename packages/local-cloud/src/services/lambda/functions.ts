import { randomUUID } from "node:crypto";
import { rmSync } from "node:fs";
import { join } from "node:path";
import type { Assembly } from "../../assembly/assembly.ts";
import type { CloudClock } from "../../clock.ts";
import { AwsError } from "../../errors.ts";
import { records } from "../../records.ts";
import type { Place, ResourceHandler, ResourceRemover } from "../../service.ts";
import { createAsyncInvocations, type EventInvokeConfig } from "./asyncInvocations.ts";
import { codeFolder } from "./code.ts";
import { configurationOf, type LambdaFunction } from "./configuration.ts";
import { createPool } from "./pool.ts";
import type { CutOff, Invocation, InvocationResult } from "./process.ts";

export type { LambdaFunction } from "./configuration.ts";

interface LambdaDeps {
  assembly: Pick<Assembly, "asset">;
  place: Place;
  dataDir: string;
  /** The environment that a role's credentials and the local endpoint make up. */
  environmentOf(roleArn: string, sessionName: string): Record<string, string>;
  log(functionName: string, line: string): void;
  /** Hears of each whole line of a function's log. */
  written?(logGroup: string, line: string): void;
  /** Hears of the end of each invocation. */
  invoked?(functionName: string, outcome: { ms: number; failed: boolean }): void;
  clock: CloudClock;
  /** Hands a record of an asynchronous invocation to a destination, as the function's role. */
  deliver(fn: LambdaFunction, destinationArn: string, payload: object): Promise<void>;
  /** How a fault cuts off the next invocation of a function, if one does. */
  cutOff?(functionArn: string): CutOff | undefined;
  /** Calls back after so many milliseconds, unless what it gives is called first. */
  schedule?: (run: () => void, ms: number) => () => void;
}

type InvokeOptions = Pick<Invocation, "clientContext" | "wantsLogTail">;

export interface Lambda {
  resources: Record<string, ResourceHandler>;
  removers: Record<string, ResourceRemover>;
  list(): LambdaFunction[];
  /** Throws ResourceNotFoundException for a name or ARN that no function has. */
  find(nameOrArn: string): LambdaFunction;
  invoke(nameOrArn: string, event: unknown, options?: InvokeOptions): Promise<InvocationResult>;
  /** Leaves an event for a function: it is tried until the function has taken it, or has failed for good. */
  invokeLater(nameOrArn: string, event: unknown): void;
  /** A function's own policy: which services may invoke it. */
  resourcePolicy(arn: string): { Version: string; Statement: unknown[] } | undefined;
  /** Goes on with the events that were left when the cloud stopped. */
  resume(): void;
  stop(): Promise<void>;
}

/** Runs the bundles of the assembly, each in child processes of its own. */
export function createLambda(deps: LambdaDeps): Lambda {
  const { dataDir, clock, place } = deps;
  const functions = new Map<string, LambdaFunction>();
  const invokeConfigs = new Map<string, EventInvokeConfig>();
  /** Statements by the function's ARN, then by where they are written. */
  const permissions = new Map<string, Map<string, unknown>>();
  // What a killed cloud left of its functions' own folders.
  rmSync(join(dataDir, "lambda", "tmp"), { recursive: true, force: true });
  const pool = createPool({
    ...deps,
    aheadMs: () => clock.aheadMs,
    isCurrent: (fn) => functions.get(fn.name) === fn,
  });
  const later = createAsyncInvocations({
    queue: records(join(dataDir, "lambda", "queue"), { flush: false }),
    clock,
    newId: randomUUID,
    find: (name) => functions.get(name),
    configOf: (name) => invokeConfigs.get(name),
    invoke: (name, event) => lambda.invoke(name, event),
    deliver: deps.deliver,
    log: deps.log,
  });

  const lambda: Lambda = {
    list: () => [...functions.values()],
    find(nameOrArn) {
      const fn = functions.get(nameOf(nameOrArn));
      if (fn) return fn;
      const arn = nameOrArn.startsWith("arn:")
        ? nameOrArn
        : `arn:${place.partition}:lambda:${place.region}:${place.accountId}:function:${nameOrArn}`;
      throw new AwsError("ResourceNotFoundException", `Function not found: ${arn}`, { status: 404 });
    },
    invoke: (nameOrArn, event, options = {}) =>
      clock.work((async () => pool.run(lambda.find(nameOrArn), { event, ...options }))()),
    invokeLater: (nameOrArn, event) => later.send(lambda.find(nameOrArn).name, event),
    resume: later.resume,
    async stop() {
      later.stop();
      await pool.stop();
    },
    resourcePolicy(arn) {
      const statements = permissions.get(arn);
      return statements && { Version: "2012-10-17", Statement: [...statements.values()] };
    },
    resources: {
      async "AWS::Lambda::Permission"({ properties, physicalId, stackName, logicalId }) {
        const source = `${stackName}/${logicalId}`;
        forgetPermission(source);
        // A function that isn't run here, such as those that deploy the site, needs no permissions.
        const fn = functions.get(nameOf(properties.FunctionName));
        if (!fn) return { ref: physicalId };
        const service = properties.Principal.endsWith(".amazonaws.com");
        const statement = {
          Sid: physicalId,
          Effect: "Allow",
          Action: properties.Action,
          Resource: fn.arn,
          Principal: service ? { Service: properties.Principal } : { AWS: properties.Principal },
          Condition: {
            ...(properties.SourceArn && { ArnLike: { "aws:SourceArn": properties.SourceArn } }),
            ...(properties.SourceAccount && {
              StringEquals: { "aws:SourceAccount": properties.SourceAccount },
            }),
          },
        };
        permissions.set(fn.arn, (permissions.get(fn.arn) ?? new Map()).set(source, statement));
        return { ref: physicalId };
      },
      async "AWS::Lambda::Function"({ properties, physicalId }) {
        const name = properties.FunctionName ?? physicalId.slice(-64);
        const arn = `arn:${place.partition}:lambda:${place.region}:${place.accountId}:function:${name}`;
        if (String(properties.Runtime).startsWith("nodejs")) {
          const folder = await codeFolder(properties.Code, deps.assembly, dataDir);
          replace(configurationOf(properties, { name, arn, codeFolder: folder }));
        }
        return { ref: name, attributes: { Arn: arn } };
      },
      async "AWS::Lambda::EventInvokeConfig"({ properties, physicalId }) {
        invokeConfigs.set(nameOf(properties.FunctionName), {
          maximumRetryAttempts: Number(properties.MaximumRetryAttempts ?? 2),
          maximumEventAgeSeconds: Number(properties.MaximumEventAgeInSeconds ?? 21_600),
          onSuccess: properties.DestinationConfig?.OnSuccess?.Destination,
          onFailure: properties.DestinationConfig?.OnFailure?.Destination,
        });
        return { ref: physicalId };
      },
    },
    removers: {
      "AWS::Lambda::Permission": async ({ source }) => forgetPermission(source),
      async "AWS::Lambda::Function"({ physicalId }) {
        functions.delete(physicalId);
        invokeConfigs.delete(physicalId);
        pool.endIdle(physicalId);
      },
    },
  };
  return lambda;

  /** What is under way ends on the code it began with; what begins from now on is the new function's. */
  function replace(fn: LambdaFunction): void {
    const before = functions.get(fn.name);
    if (before && JSON.stringify(before) === JSON.stringify(fn)) return;
    functions.set(fn.name, fn);
    pool.endIdle(fn.name);
  }

  function forgetPermission(source: string): void {
    for (const statements of permissions.values()) statements.delete(source);
  }
}

/** A function's name, of its name, partial ARN or ARN, with or without a version. */
const nameOf = (nameOrArn: string): string => {
  const parts = nameOrArn.split(":");
  if (nameOrArn.startsWith("arn:")) return parts[6] ?? nameOrArn;
  return parts[1] === "function" ? parts[2]! : parts[0]!;
};
