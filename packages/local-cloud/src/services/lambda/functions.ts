import { createHash, randomUUID } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { dirname, join, sep } from "node:path";
import { unzipSync } from "fflate";
import type { Assembly } from "../../assembly/assembly.ts";
import type { CloudClock } from "../../clock.ts";
import { AwsError } from "../../errors.ts";
import type { Place, ResourceHandler, ResourceRemover } from "../../service.ts";
import { type CutOff, type FunctionProcess, type InvocationResult, startFunctionProcess } from "./process.ts";

export interface LambdaFunction {
  name: string;
  arn: string;
  handler: string;
  runtime: string;
  roleArn: string;
  codeFolder: string;
  environment: Record<string, string>;
  timeoutSeconds: number;
  memoryMb: number;
}

interface LambdaDeps {
  assembly: Pick<Assembly, "asset">;
  place: Place;
  dataDir: string;
  /** The environment that a role's credentials and the local endpoint make up. */
  environmentOf(roleArn: string, sessionName: string): Record<string, string>;
  log(functionName: string, line: string): void;
  clock: Pick<CloudClock, "aheadMs" | "work">;
  /** How a fault cuts off the next invocation of a function, if one does. */
  cutOff?(functionArn: string): CutOff | undefined;
  /** Calls back after so many milliseconds, unless what it gives is called first. */
  schedule?: (run: () => void, ms: number) => () => void;
}

const idleMs = 30_000;
const idlePerFunction = 2;

const schedule = (run: () => void, ms: number) => {
  const timer = setTimeout(run, ms);
  return () => clearTimeout(timer);
};

export interface Lambda {
  resources: Record<string, ResourceHandler>;
  removers: Record<string, ResourceRemover>;
  list(): LambdaFunction[];
  /** Throws ResourceNotFoundException for a name or ARN that no function has. */
  find(nameOrArn: string): LambdaFunction;
  invoke(nameOrArn: string, event: unknown): Promise<InvocationResult>;
  /** Invokes and doesn't wait; what goes wrong is in the log. */
  invokeLater(nameOrArn: string, event: unknown): void;
  /** A function's own policy: which services may invoke it. */
  resourcePolicy(arn: string): { Version: string; Statement: unknown[] } | undefined;
  stop(): Promise<void>;
}

/** Runs the bundles of the assembly, each in child processes of its own. */
export function createLambda(deps: LambdaDeps): Lambda {
  const functions = new Map<string, LambdaFunction>();
  const processes = new Set<FunctionProcess>();
  const idle = new Map<string, { environment: FunctionProcess; cancelEnd: () => void }[]>();
  /** Statements by the function's ARN, then by where they are written. */
  const permissions = new Map<string, Map<string, unknown>>();
  let stopped = false;

  const lambda: Lambda = {
    list: () => [...functions.values()],
    find(nameOrArn) {
      const name = nameOrArn.startsWith("arn:") ? nameOrArn.split(":")[6]! : nameOrArn;
      const fn = functions.get(name);
      if (fn) return fn;
      throw new AwsError("ResourceNotFoundException", `Function not found: ${nameOrArn}`, { status: 404 });
    },
    invoke: (nameOrArn, event) => deps.clock.work(invoke(nameOrArn, event)),
    invokeLater(nameOrArn, event) {
      const { name } = lambda.find(nameOrArn);
      const failed = (problem: string) => deps.log(name, `an event sent without waiting failed: ${problem}`);
      lambda.invoke(name, event).then(
        (result) => "error" in result && failed(result.error.errorMessage),
        (error: Error) => failed(error.message),
      );
    },
    async stop() {
      stopped = true;
      for (const { cancelEnd } of [...idle.values()].flat()) cancelEnd();
      idle.clear();
      await Promise.all([...processes].map((environment) => environment.stop()));
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
        const fn = functions.get(properties.FunctionName.split(":")[6] ?? properties.FunctionName);
        if (!fn) return { ref: physicalId };
        const service = properties.Principal.endsWith(".amazonaws.com");
        const statement = {
          Sid: physicalId,
          Effect: "Allow",
          Action: properties.Action,
          Resource: fn.arn,
          Principal: service ? { Service: properties.Principal } : { AWS: properties.Principal },
          ...(properties.SourceArn && { Condition: { ArnLike: { "aws:SourceArn": properties.SourceArn } } }),
        };
        permissions.set(fn.arn, (permissions.get(fn.arn) ?? new Map()).set(source, statement));
        return { ref: physicalId };
      },
      async "AWS::Lambda::Function"({ properties, physicalId }) {
        const name = properties.FunctionName ?? physicalId.slice(-64);
        const arn = `arn:${deps.place.partition}:lambda:${deps.place.region}:${deps.place.accountId}:function:${name}`;
        if (String(properties.Runtime).startsWith("nodejs")) {
          replace({
            name,
            arn,
            handler: properties.Handler,
            runtime: properties.Runtime,
            roleArn: properties.Role,
            codeFolder: await codeFolder(properties.Code, deps),
            environment: properties.Environment?.Variables ?? {},
            timeoutSeconds: properties.Timeout ?? 3,
            memoryMb: properties.MemorySize ?? 128,
          });
        }
        return { ref: name, attributes: { Arn: arn } };
      },
    },
    removers: {
      "AWS::Lambda::Permission": async ({ source }) => forgetPermission(source),
      async "AWS::Lambda::Function"({ physicalId }) {
        functions.delete(physicalId);
        endIdle(physicalId);
      },
    },
  };
  return lambda;

  /** What is under way ends on the code it began with; what begins from now on is the new function's. */
  function replace(fn: LambdaFunction): void {
    const before = functions.get(fn.name);
    if (before && JSON.stringify(before) === JSON.stringify(fn)) return;
    functions.set(fn.name, fn);
    endIdle(fn.name);
  }

  function endIdle(name: string): void {
    for (const { environment } of idle.get(name) ?? []) {
      dropIdle(name, environment);
      void environment.stop();
    }
  }

  function forgetPermission(source: string): void {
    for (const statements of permissions.values()) statements.delete(source);
  }

  async function invoke(nameOrArn: string, event: unknown): Promise<InvocationResult> {
    if (stopped) throw new AwsError("ServiceException", "The local cloud is stopping.", { status: 500 });
    const fn = lambda.find(nameOrArn);
    // One that waited may have ended before it took the event; one just started that can't take it never will.
    for (let waited = takeIdle(fn.name); waited; waited = takeIdle(fn.name)) {
      const result = await run(fn, waited, event);
      if (result) return result;
      if (stopped) return neverStarted(fn);
    }
    return (await run(fn, start(fn), event)) ?? neverStarted(fn);
  }

  function start(fn: LambdaFunction): FunctionProcess {
    const environment = startFunctionProcess(fn, {
      environment: () => deps.environmentOf(fn.roleArn, fn.name),
      log: (line) => deps.log(fn.name, line),
      aheadMs: () => deps.clock.aheadMs,
    });
    processes.add(environment);
    void environment.exited.then(() => {
      processes.delete(environment);
      dropIdle(fn.name, environment);
    });
    return environment;
  }

  async function run(
    fn: LambdaFunction,
    environment: FunctionProcess,
    event: unknown,
  ): Promise<InvocationResult | undefined> {
    const result = await environment.invoke(randomUUID(), event, deps.cutOff?.(fn.arn));
    if (functions.get(fn.name) !== fn) void environment.stop();
    else if (environment.alive && !stopped) keepIdle(fn.name, environment);
    return result;
  }

  function keepIdle(name: string, environment: FunctionProcess): void {
    const waiting = idle.get(name) ?? [];
    if (waiting.length >= idlePerFunction) return void environment.stop();
    const end = () => {
      dropIdle(name, environment);
      void environment.stop();
    };
    idle.set(name, [...waiting, { environment, cancelEnd: (deps.schedule ?? schedule)(end, idleMs) }]);
  }

  function takeIdle(name: string): FunctionProcess | undefined {
    const environment = idle.get(name)?.findLast(({ environment }) => environment.alive)?.environment;
    if (environment) dropIdle(name, environment);
    return environment;
  }

  function dropIdle(name: string, environment: FunctionProcess): void {
    const waiting = idle.get(name) ?? [];
    waiting.find((one) => one.environment === environment)?.cancelEnd();
    idle.set(
      name,
      waiting.filter((one) => one.environment !== environment),
    );
  }
}

const neverStarted = (fn: LambdaFunction): InvocationResult => ({
  error: {
    errorType: "Runtime.ExitError",
    errorMessage: `The process of ${fn.name} ended before it took the event: see what it wrote to the log.`,
  },
});

async function codeFolder(code: Record<string, any>, { assembly, dataDir }: LambdaDeps): Promise<string> {
  if (code.ZipFile) {
    const folder = join(dataDir, "lambda", createHash("sha256").update(code.ZipFile).digest("hex"));
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, "index.js"), code.ZipFile);
    return folder;
  }
  const asset = assembly.asset(code.S3Key);
  if ((await stat(asset)).isDirectory()) return asset;
  const folder = join(dataDir, "lambda", code.S3Key.split(".")[0]);
  if (!existsSync(folder)) await unzip(asset, folder);
  return folder;
}

async function unzip(file: string, folder: string): Promise<void> {
  const aside = `${folder}.${randomUUID()}`;
  const entries = Object.entries(unzipSync(await readFile(file)));
  const outside = entries.find(([name]) => !join(aside, name).startsWith(aside + sep));
  if (outside) throw new Error(`${file} holds ${outside[0]}, a path outside the archive`);
  for (const [name, content] of entries) {
    const path = join(aside, name);
    if (name.endsWith("/")) continue;
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, content);
  }
  await rm(folder, { recursive: true, force: true });
  await rename(aside, folder);
}
