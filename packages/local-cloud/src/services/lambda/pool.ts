import { randomUUID } from "node:crypto";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { AwsError } from "../../errors.ts";
import type { LambdaFunction } from "./configuration.ts";
import {
  type CutOff,
  type FunctionProcess,
  type Invocation,
  type InvocationResult,
  startFunctionProcess,
} from "./process.ts";

interface PoolDeps {
  dataDir: string;
  /** The environment that a role's credentials and the local endpoint make up. */
  environmentOf(roleArn: string, sessionName: string): Record<string, string>;
  log(functionName: string, line: string): void;
  /** Hears of each whole line of a function's log. */
  written?(logGroup: string, line: string): void;
  /** Hears of the end of each invocation. */
  invoked?(functionName: string, outcome: { ms: number; failed: boolean }): void;
  aheadMs: () => number;
  /** Whether a function is still what it was. */
  isCurrent(fn: LambdaFunction): boolean;
  /** How a fault cuts off the next invocation of a function, if one does. */
  cutOff?(functionArn: string): CutOff | undefined;
  /** Calls back after so many milliseconds, unless what it gives is called first. */
  schedule?: (run: () => void, ms: number) => () => void;
}

export interface Pool {
  /** Throws TooManyRequestsException for a function that has all the invocations it reserves. */
  run(fn: LambdaFunction, invocation: Omit<Invocation, "requestId" | "cutOff">): Promise<InvocationResult>;
  /** Ends a function's processes that wait for events. */
  endIdle(name: string): void;
  stop(): Promise<void>;
}

const idleMs = 30_000;
/** As many as a Map over a handful of tables asks for at a time: a process takes a third of a second to start. */
const idlePerFunction = 5;
/**
 * A function has no more processes than this machine can be of use to: further invocations wait for one. The limit is
 * each function's own, so that one that waits for another can't keep it from starting.
 */
const processesPerFunction = Math.max(8, 4 * availableParallelism());

const schedule = (run: () => void, ms: number) => {
  const timer = setTimeout(run, ms);
  return () => clearTimeout(timer);
};

/** The processes of all functions. */
export function createPool(deps: PoolDeps): Pool {
  const processes = new Set<FunctionProcess>();
  const idle = new Map<string, { environment: FunctionProcess; cancelEnd: () => void }[]>();
  const busy = new Map<string, number>();
  const waiting = new Map<string, (() => void)[]>();
  let stopped = false;

  return {
    async run(fn, invocation) {
      if (stopped) throw stopping();
      requireCapacity(fn);
      busy.set(fn.name, (busy.get(fn.name) ?? 0) + 1);
      try {
        await turn(fn.name);
        return await runOne(fn, invocation);
      } finally {
        busy.set(fn.name, busy.get(fn.name)! - 1);
        waiting.get(fn.name)?.shift()?.();
      }
    },
    endIdle(name) {
      for (const { environment } of idle.get(name) ?? []) {
        dropIdle(name, environment);
        void environment.stop();
      }
    },
    async stop() {
      stopped = true;
      for (const { cancelEnd } of [...idle.values()].flat()) cancelEnd();
      idle.clear();
      for (const resolve of [...waiting.values()].flat()) resolve();
      await Promise.all([...processes].map((environment) => environment.stop()));
    },
  };

  function requireCapacity({ name, reservedConcurrency }: LambdaFunction): void {
    if (reservedConcurrency === undefined || (busy.get(name) ?? 0) < reservedConcurrency) return;
    throw new AwsError("TooManyRequestsException", "Rate Exceeded.", {
      status: 429,
      fields: { Reason: "ReservedFunctionConcurrentInvocationLimitExceeded", Type: "User" },
    });
  }

  async function turn(name: string): Promise<void> {
    if (busy.get(name)! <= processesPerFunction) return;
    await new Promise<void>((resolve) => waiting.set(name, [...(waiting.get(name) ?? []), resolve]));
    if (stopped) throw stopping();
  }

  async function runOne(
    fn: LambdaFunction,
    invocation: Omit<Invocation, "requestId" | "cutOff">,
  ): Promise<InvocationResult> {
    // One that waited may have ended before it took the event; one just started that can't take it never will.
    for (let waited = takeIdle(fn.name); waited; waited = takeIdle(fn.name)) {
      const result = await runIn(fn, waited, invocation);
      if (result) return result;
      if (stopped) return neverStarted(fn);
    }
    return (await runIn(fn, start(fn), invocation)) ?? neverStarted(fn);
  }

  function start(fn: LambdaFunction): FunctionProcess {
    const environment = startFunctionProcess(fn, {
      environment: () => deps.environmentOf(fn.roleArn, fn.name),
      log: (line) => deps.log(fn.name, line),
      onLine: deps.written && ((line) => deps.written?.(fn.logGroup, line)),
      aheadMs: deps.aheadMs,
      temporaryFolder: join(deps.dataDir, "lambda", "tmp", randomUUID()),
    });
    processes.add(environment);
    void environment.exited.then(() => {
      processes.delete(environment);
      dropIdle(fn.name, environment);
    });
    return environment;
  }

  async function runIn(
    fn: LambdaFunction,
    environment: FunctionProcess,
    invocation: Omit<Invocation, "requestId" | "cutOff">,
  ): Promise<InvocationResult | undefined> {
    const begun = performance.now();
    const result = await environment.invoke({
      ...invocation,
      requestId: randomUUID(),
      cutOff: deps.cutOff?.(fn.arn),
    });
    if (result) deps.invoked?.(fn.name, { ms: performance.now() - begun, failed: "error" in result });
    if (!deps.isCurrent(fn)) void environment.stop();
    else if (environment.alive && !stopped) keepIdle(fn.name, environment);
    return result;
  }

  function keepIdle(name: string, environment: FunctionProcess): void {
    const others = idle.get(name) ?? [];
    if (others.length >= idlePerFunction) return void environment.stop();
    const end = () => {
      dropIdle(name, environment);
      void environment.stop();
    };
    idle.set(name, [...others, { environment, cancelEnd: (deps.schedule ?? schedule)(end, idleMs) }]);
  }

  function takeIdle(name: string): FunctionProcess | undefined {
    const environment = idle.get(name)?.findLast(({ environment }) => environment.alive)?.environment;
    if (environment) dropIdle(name, environment);
    return environment;
  }

  function dropIdle(name: string, environment: FunctionProcess): void {
    const others = idle.get(name) ?? [];
    others.find((one) => one.environment === environment)?.cancelEnd();
    idle.set(
      name,
      others.filter((one) => one.environment !== environment),
    );
  }
}

const stopping = () => new AwsError("ServiceException", "The local cloud is stopping.", { status: 500 });

const neverStarted = (fn: LambdaFunction): InvocationResult => ({
  error: {
    errorType: "Runtime.ExitError",
    errorMessage: `The process of ${fn.name} ended before it took the event: see what it wrote to the log.`,
  },
});
