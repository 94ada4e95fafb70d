import { randomUUID } from "node:crypto";
import { writeFile } from "node:fs/promises";
import { relative, resolve } from "node:path";
import { createInterface } from "node:readline/promises";
import { BackupClient } from "@aws-sdk/client-backup";
import { CloudFormationClient } from "@aws-sdk/client-cloudformation";
import { CognitoIdentityProviderClient } from "@aws-sdk/client-cognito-identity-provider";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { IAMClient } from "@aws-sdk/client-iam";
import { KMSClient } from "@aws-sdk/client-kms";
import { SFNClient } from "@aws-sdk/client-sfn";
import { STSClient } from "@aws-sdk/client-sts";
import { region as deployRegion } from "../../../stacks/region.ts";
import { systemClock } from "./clock.ts";
import type { Cloud } from "./cloud.ts";
import { cloudTimeAt } from "./cloudTime.ts";
import { type Connection, readConnection } from "./connection.ts";
import { CouldNotRun, exitCode, Interrupted } from "./errors.ts";
import { faultsAt } from "./faults.ts";
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

type ClientOptions = { endpoint?: string; region?: string; credentials?: Connection };

const cloudWith = (stage: string, where: string, options: ClientOptions): Cloud => ({
  stage,
  where,
  cloudFormation: new CloudFormationClient(options),
  backup: new BackupClient(options),
  stepFunctions: new SFNClient(options),
  dynamoDb: new DynamoDBClient(options),
  kms: new KMSClient(options),
  sts: new STSClient(options),
  iam: new IAMClient(options),
  now: async () => systemClock.now(),
  inRegion: (region) => ({
    backup: new BackupClient({ ...options, region }),
    kms: new KMSClient({ ...options, region }),
  }),
  backupAs: (session) => new BackupClient({ ...options, credentials: session }),
});

const localOptions = (connection: Connection): ClientOptions => ({
  endpoint: connection.endpoint,
  region: connection.region,
  credentials: connection,
});

const cloudOf = (connection: Connection): Cloud => ({
  ...cloudWith(connection.stage, `The local cloud at ${connection.endpoint}`, localOptions(connection)),
  faults: faultsAt(connection.endpoint),
  ...timeAt(connection.endpoint),
  mfa: async () =>
    (await fetch(`${connection.endpoint}/_holdfast/mfa`)).json() as ReturnType<Required<Cloud>["mfa"]>,
});

function timeAt(endpoint: string): Pick<Cloud, "now" | "time"> {
  const time = cloudTimeAt(endpoint);
  return { time, now: async () => new Date((await time.read()).now) };
}

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
    if (!stage) return cloudOf(await readConnection(resolve(data)));
    const named = region ?? env.AWS_REGION ?? env.AWS_DEFAULT_REGION;
    const where = `Stage ${stage}${named ? ` in ${named}` : ""}`;
    return cloudWith(stage, where, region === undefined ? {} : { region });
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
  cloudOf,
  // DynamoDB Local keeps the tables of each region and key apart: these are the local cloud's.
  dynamoDbAt: (endpoint) =>
    new DynamoDBClient({
      endpoint,
      region: "us-east-1",
      credentials: { accessKeyId: "local", secretAccessKey: "local" },
    }),
  cognitoOf: (connection) => new CognitoIdentityProviderClient(localOptions(connection)),
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
