import { type ChildProcess, fork } from "node:child_process";
import { join } from "node:path";
import type { LambdaFunction } from "./functions.ts";

export interface FunctionError {
  errorType: string;
  errorMessage: string;
  trace?: string[];
}

export type InvocationResult = { payload: unknown } | { error: FunctionError };

interface ProcessOptions {
  environment: () => Record<string, string>;
  log: (line: string) => void;
  /** How far the cloud's clock is ahead of the machine's, in milliseconds. */
  aheadMs: () => number;
}

/** How an invocation is cut off in the middle, so long after the process took the event. */
export interface CutOff {
  as: "killed" | "timed out";
  afterMs: number;
}

/** One execution environment: a child process that runs one invocation at a time. */
export interface FunctionProcess {
  readonly alive: boolean;
  /** Resolves once the process is gone. */
  readonly exited: Promise<void>;
  /** Gives nothing when the process ended before it took the event: nothing of it has run. */
  invoke(requestId: string, event: unknown, cutOff?: CutOff): Promise<InvocationResult | undefined>;
  stop(): Promise<void>;
}

const runner = join(import.meta.dirname, "runner.mjs");

export function startFunctionProcess(fn: LambdaFunction, options: ProcessOptions): FunctionProcess {
  const child: ChildProcess = fork(runner, [], {
    cwd: fn.codeFolder,
    // Nothing of the local cloud's own environment reaches a function.
    env: {
      PATH: process.env.PATH,
      ...fn.environment,
      ...options.environment(),
      _HANDLER: fn.handler,
      LAMBDA_TASK_ROOT: fn.codeFolder,
      AWS_LAMBDA_FUNCTION_NAME: fn.name,
      AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(fn.memoryMb),
      AWS_EXECUTION_ENV: "AWS_Lambda_nodejs24.x",
      NODE_NO_WARNINGS: "1",
    },
    execArgv: [`--max-old-space-size=${fn.memoryMb}`, "--enable-source-maps"],
    stdio: ["ignore", "pipe", "pipe", "ipc"],
    serialization: "json",
  });
  child.stdout?.on("data", (chunk) => options.log(String(chunk).trimEnd()));
  child.stderr?.on("data", (chunk) => options.log(String(chunk).trimEnd()));
  let alive = true;
  const exited = new Promise<void>((resolve) => {
    child.once("exit", () => {
      alive = false;
      resolve();
    });
    // Without a listener, a process that can't be started or reached would end the local cloud.
    child.on("error", (error) => {
      alive = false;
      options.log(`${fn.name}'s process: ${error.message}`);
      if (child.pid === undefined) resolve();
      else child.kill("SIGKILL");
    });
  });

  return {
    get alive() {
      return alive;
    },
    exited,
    invoke(requestId, event, cutOff) {
      return new Promise((resolve) => {
        let taken = false;
        const finish = (result: InvocationResult | undefined) => {
          clearTimeout(timer);
          clearTimeout(cutting);
          child.off("message", onMessage);
          child.off("exit", onExit);
          resolve(result);
        };
        const onMessage = (message: any) => {
          if (message.id !== requestId && !(taken && message.error)) return;
          if (message.taken) {
            taken = true;
            if (cutOff) cutting = setTimeout(cutOff.as === "killed" ? kill : timeOut, cutOff.afterMs);
          } else finish("error" in message ? { error: message.error } : { payload: message.payload });
        };
        const onExit = (code: number | null, signal: string | null) => {
          if (!taken) return finish(undefined);
          finish({
            error: {
              errorType: "Runtime.ExitError",
              errorMessage: `RequestId: ${requestId} Error: Runtime exited with error: ${signal ?? `exit status ${code}`}`,
            },
          });
        };
        const kill = () => {
          alive = false;
          child.kill("SIGKILL");
        };
        const timeOut = () => {
          kill();
          finish({
            error: {
              errorType: "Sandbox.Timedout",
              errorMessage: `RequestId: ${requestId} Error: Task timed out after ${fn.timeoutSeconds.toFixed(2)} seconds`,
            },
          });
        };
        let cutting: NodeJS.Timeout | undefined;
        const timer = setTimeout(timeOut, fn.timeoutSeconds * 1000);
        child.on("message", onMessage);
        child.once("exit", onExit);
        const message = {
          id: requestId,
          event,
          deadline: Date.now() + fn.timeoutSeconds * 1000,
          cloudAheadMs: options.aheadMs(),
          context: {
            awsRequestId: requestId,
            functionName: fn.name,
            functionVersion: "$LATEST",
            invokedFunctionArn: fn.arn,
            memoryLimitInMB: String(fn.memoryMb),
          },
        };
        child.send(message, (problem) => {
          // A process that is still there answers by its exit.
          if (problem && (child.exitCode !== null || child.signalCode !== null || child.pid === undefined))
            finish(undefined);
        });
      });
    },
    async stop() {
      if (alive) child.kill("SIGTERM");
      alive = false;
      await exited;
    },
  };
}
