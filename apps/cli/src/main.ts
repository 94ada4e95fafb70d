import { randomUUID } from "node:crypto";
import { writeFile } from "node:fs/promises";
import { relative, resolve } from "node:path";
import { createInterface } from "node:readline/promises";
import { CognitoIdentityProviderClient } from "@aws-sdk/client-cognito-identity-provider";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { region as deployRegion } from "../../../stacks/region.ts";
import { systemClock } from "./clock.ts";
import { localCloudAt, stageIn } from "./clouds.ts";
import { readConnection } from "./connection.ts";
import { CouldNotRun, exitCode, Interrupted } from "./errors.ts";
import { commitOf } from "./policy/git.ts";
import { readPolicy } from "./policy/readPolicy.ts";
import { identityOf } from "./processIdentity.ts";
import { run, tellFailure } from "./program.ts";
import { noPaint, paint } from "./report.ts";
import { terminalSteps } from "./steps.ts";
import type { Machine } from "./up/machine.ts";
import { type UpOptions, up } from "./up/up.ts";
import type { World } from "./world.ts";

const root = resolve(import.meta.dirname, "../../..");
const defaultData = resolve(root, ".holdfast/data");
const { env, stdin, stdout, stderr } = process;

const interruption = new AbortController();
let interruptedAt: number | undefined;

/** The first Ctrl-C asks everything to stop; a later one ends this process at once. */
function interrupt(): void {
  const now = Date.now();
  // A terminal's Ctrl-C arrives twice under npm, which passes on what the terminal sends to all.
  if (interruptedAt !== undefined && now - interruptedAt > 1000) process.exit(exitCode.interrupted);
  interruptedAt ??= now;
  interruption.abort();
}

async function ask(question: string): Promise<string | undefined> {
  if (!stdin.isTTY) return undefined;
  const terminal = createInterface({ input: stdin, output: stderr });
  try {
    return await terminal.question(question, { signal: interruption.signal });
  } catch (cause) {
    if (!interruption.signal.aborted) throw cause;
    throw new Interrupted("Stopped. Nothing is changed.");
  } finally {
    terminal.close();
  }
}

const colour = Boolean(stdout.isTTY) && !env.NO_COLOR;

const world: World = {
  clock: systemClock,
  newId: randomUUID,
  signal: interruption.signal,
  showSteps: terminalSteps(stderr),
  print: (text) => void stdout.write(`${text}\n`),
  warn: (text) => void stderr.write(`${text}\n`),
  ask,
  paint: colour ? paint : noPaint,
  terminal: { columns: stdout.columns || 80, colour },
  writeFile: (path, text) => writeFile(path, text),
  defaultData,
  defaultPolicy: relative(process.cwd(), resolve(root, "stacks/policy.ts")),
  deployRegion,
  debug: Boolean(env.HOLDFAST_DEBUG),
  async connect({ stage, data, region }) {
    if (!stage) return localCloudAt(await readConnection(resolve(data)));
    return stageIn(stage, region, env.AWS_REGION ?? env.AWS_DEFAULT_REGION);
  },
  readPolicy: readPolicy({ signal: interruption.signal }),
  commitOf,
  up: (options: UpOptions) => up({ ...options, data: resolve(options.data) }, machine),
};

const machine: Machine = {
  ...world,
  root,
  self: identityOf(process.pid),
  dataWords: (data) => (data === defaultData ? "" : ` --data ${data}`),
  async startLocalCloud(options) {
    const { startLocalCloud } = await import("@holdfast/local-cloud");
    return startLocalCloud(options);
  },
  cloudOf: localCloudAt,
  // DynamoDB Local keeps the tables of each region and key apart: these are the local cloud's.
  dynamoDbAt: (endpoint) =>
    new DynamoDBClient({
      endpoint,
      region: "us-east-1",
      credentials: { accessKeyId: "local", secretAccessKey: "local" },
    }),
  cognitoOf: (connection) =>
    new CognitoIdentityProviderClient({
      endpoint: connection.endpoint,
      region: connection.region,
      credentials: connection,
    }),
};

for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, interrupt);
// The reader went away (`holdfast points | head -1`), or the terminal: nobody is left to tell, but what runs must end well.
stdout.on("error", () => interruption.abort());
stderr.on("error", () => {});

const args = process.argv.slice(2);
const end = (code: number) => stdout.write("", () => process.exit(code));
process.on("uncaughtException", (cause) => {
  const error = new CouldNotRun(`An error that nothing expected: ${cause.message}`, {
    next: "HOLDFAST_DEBUG=1 shows where it comes from. If `up` ends like this at each start, its data may be damaged: --fresh starts over.",
    cause,
  });
  end(tellFailure(error, world, args.includes("--json")));
});
end(await run(args, world));
