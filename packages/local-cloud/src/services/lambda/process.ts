import { type ChildProcess, fork } from "node:child_process";
import { mkdirSync } from "node:fs";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as delay } from "node:timers/promises";
import type { LambdaFunction } from "./configuration.ts";
import { limits } from "./limits.ts";
import { watchMemory } from "./memory.ts";

export interface FunctionError {
  errorType: string;
  errorMessage: string;
  trace?: string[];
}

export type InvocationResult = ({ payload: unknown } | { error: FunctionError }) & {
  /** The last of what the function wrote, with Lambda's own lines, where that is asked for. */
  logTail?: string;
};

interface ProcessOptions {
  environment: () => Record<string, string>;
  log: (line: string) => void;
  /** Hears of each whole line that is written. */
  onLine?: (line: string) => void;
  /** How far the cloud's clock is ahead of the machine's, in milliseconds. */
  aheadMs: () => number;
  /** A folder of its own, which goes with it. */
  temporaryFolder: string;
}

/** How an invocation is cut off in the middle, so long after the process took the event. */
export interface CutOff {
  as: "killed" | "timed out";
  afterMs: number;
}

export interface Invocation {
  requestId: string;
  event: unknown;
  /** JSON, as the caller gave it. */
  clientContext?: unknown;
  cutOff?: CutOff;
  /** Whether the caller wants the last of the log. */
  wantsLogTail?: boolean;
}

/** One execution environment: a child process that runs one invocation at a time. */
export interface FunctionProcess {
  readonly alive: boolean;
  /** Resolves once the process is gone. */
  readonly exited: Promise<void>;
  /** Gives nothing when the process ended before it took the event: nothing of it has run. */
  invoke(invocation: Invocation): Promise<InvocationResult | undefined>;
  stop(): Promise<void>;
}

const runner = join(import.meta.dirname, "runner.mjs");

/** As Lambda's own bootstrap has it: a tenth of the memory is for what isn't JavaScript's. */
const heapOptions = (memoryMb: number): string[] => [
  `--max-old-space-size=${Math.floor(memoryMb * 0.9)}`,
  `--max-semi-space-size=${Math.max(1, Math.floor(memoryMb * 0.05))}`,
];

export function startFunctionProcess(fn: LambdaFunction, options: ProcessOptions): FunctionProcess {
  mkdirSync(options.temporaryFolder, { recursive: true, mode: 0o700 });
  const { logGroup } = fn;
  const logStream = `local/[$LATEST]${options.temporaryFolder.split(/[\\/]/).at(-1)}`;
  const child: ChildProcess = fork(runner, [], {
    cwd: fn.codeFolder,
    // Nothing of the local cloud's own environment reaches a function.
    // https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html#configuration-envvars-runtime
    env: {
      PATH: process.env.PATH,
      LANG: "en_US.UTF-8",
      TZ: "UTC",
      TMPDIR: options.temporaryFolder,
      ...fn.environment,
      ...options.environment(),
      _HANDLER: fn.handler,
      LAMBDA_TASK_ROOT: fn.codeFolder,
      AWS_LAMBDA_FUNCTION_NAME: fn.name,
      AWS_LAMBDA_FUNCTION_VERSION: "$LATEST",
      AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(fn.memoryMb),
      AWS_LAMBDA_INITIALIZATION_TYPE: "on-demand",
      AWS_LAMBDA_LOG_GROUP_NAME: logGroup,
      AWS_LAMBDA_LOG_STREAM_NAME: logStream,
      AWS_EXECUTION_ENV: `AWS_Lambda_${fn.runtime}`,
      NODE_NO_WARNINGS: "1",
    },
    execArgv: [...heapOptions(fn.memoryMb), "--enable-source-maps"],
    stdio: ["ignore", "pipe", "pipe", "ipc"],
    serialization: "json",
  });
  /** What is written while somebody wants to see the last of it. */
  let tail: string | undefined;
  const onOutput = (chunk: Buffer) => {
    const text = String(chunk);
    if (tail !== undefined) tail = (tail + text).slice(-limits.logTailBytes);
    options.log(text.trimEnd());
  };
  for (const output of [child.stdout, child.stderr]) {
    output?.on("data", onOutput);
    if (output && options.onLine) createInterface({ input: output }).on("line", options.onLine);
  }
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
  }).then(() => rm(options.temporaryFolder, { recursive: true, force: true }));

  function run({ requestId, event, clientContext, cutOff }: Invocation) {
    return new Promise<{ result: InvocationResult | undefined; mostMb: number }>((resolve) => {
      let taken = false;
      let isOutOfMemory = false;
      const memory = watchMemory(child.pid ?? 0, fn.memoryMb, () => {
        isOutOfMemory = true;
        kill();
      });
      const finish = (result: InvocationResult | undefined) => {
        clearTimeout(timer);
        clearTimeout(cutting);
        memory.stop();
        child.off("message", onMessage);
        child.off("exit", onExit);
        resolve({ result, mostMb: Math.ceil(memory.mostMb) });
      };
      const fail = (errorType: string, what: string) =>
        finish({ error: { errorType, errorMessage: `RequestId: ${requestId} Error: ${what}` } });
      const onMessage = (message: any) => {
        if (message.id !== requestId && !(taken && message.error)) return;
        if (message.taken) {
          taken = true;
          if (cutOff) cutting = setTimeout(cutOff.as === "killed" ? kill : timeOut, cutOff.afterMs);
        } else if ("error" in message) finish({ error: message.error });
        else finish(responseOf(message.payload));
      };
      const onExit = (code: number | null, signal: NodeJS.Signals | null) => {
        if (!taken) return finish(undefined);
        const ending = signal ? `signal: ${signals[signal] ?? signal}` : `exit status ${code}`;
        const what =
          code === 0 ? "Runtime exited without providing a reason" : `Runtime exited with error: ${ending}`;
        fail(isOutOfMemory ? "Runtime.OutOfMemory" : "Runtime.ExitError", what);
      };
      const kill = () => {
        alive = false;
        child.kill("SIGKILL");
      };
      const timeOut = () => {
        kill();
        fail("Sandbox.Timedout", `Task timed out after ${fn.timeoutSeconds.toFixed(2)} seconds`);
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
          callbackWaitsForEmptyEventLoop: true,
          functionName: fn.name,
          functionVersion: "$LATEST",
          invokedFunctionArn: fn.arn,
          logGroupName: logGroup,
          logStreamName: logStream,
          memoryLimitInMB: String(fn.memoryMb),
          clientContext,
        },
      };
      child.send(message, (problem) => {
        // A process that is still there answers by its exit.
        if (problem && (child.exitCode !== null || child.signalCode !== null || child.pid === undefined))
          finish(undefined);
      });
    });
  }

  return {
    get alive() {
      return alive;
    },
    exited,
    async invoke(invocation) {
      const { requestId, wantsLogTail } = invocation;
      if (!wantsLogTail) return (await run(invocation)).result;
      const begun = performance.now();
      tail = "";
      const { result, mostMb } = await run(invocation);
      // What the function wrote comes by a pipe of its own, which may be a little later.
      await delay(20);
      const written = tail.trimEnd();
      tail = undefined;
      const ms = performance.now() - begun;
      const lines = [
        `START RequestId: ${requestId} Version: $LATEST`,
        ...(written ? [written] : []),
        `END RequestId: ${requestId}`,
        `REPORT RequestId: ${requestId}\tDuration: ${ms.toFixed(2)} ms\tBilled Duration: ${Math.ceil(ms)} ms\tMemory Size: ${fn.memoryMb} MB\tMax Memory Used: ${mostMb} MB\t`,
      ];
      return result && { ...result, logTail: lines.join("\n").slice(-limits.logTailBytes) };
    },
    async stop() {
      if (alive) child.kill("SIGTERM");
      alive = false;
      await exited;
    },
  };
}

/** As the kernel's names for them go. */
const signals: Partial<Record<NodeJS.Signals, string>> = {
  SIGABRT: "aborted",
  SIGBUS: "bus error",
  SIGKILL: "killed",
  SIGSEGV: "segmentation fault",
  SIGTERM: "terminated",
};

function responseOf(payload: unknown): InvocationResult {
  const bytes = Buffer.byteLength(JSON.stringify(payload) ?? "null");
  if (bytes <= limits.responseBytes) return { payload };
  return {
    error: {
      errorType: "Function.ResponseSizeTooLarge",
      errorMessage: `Response payload size exceeded maximum allowed payload size (${limits.responseBytes} bytes).`,
    },
  };
}
