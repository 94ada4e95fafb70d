import { once } from "node:events";
import { CouldNotRun, exitCode, Interrupted } from "../errors.ts";
import { type Step, silentSteps } from "../steps.ts";
import { claimDataFolder, hasTablesIn, openDataFolder } from "./dataFolder.ts";
import { deleteExternalTables } from "./externalTables.ts";
import { startLive } from "./live.ts";
import { openLog } from "./logFile.ts";
import type { Machine } from "./machine.ts";
import { refuseTakenPort } from "./ports.ts";
import { faultLines, type Ready, readyText } from "./ready.ts";
import type { Running } from "./running.ts";
import { startSteps } from "./start.ts";

export interface UpOptions {
  data: string;
  port: number;
  fresh?: boolean;
  seed: boolean;
  web: boolean;
  dynamodb?: string;
  json?: boolean;
}

/** Starts everything, waits for Ctrl-C, stops everything. Whatever was started is stopped, however it ends. */
export async function up(options: UpOptions, machine: Machine): Promise<number> {
  const { clock, signal, print, warn } = machine;
  const began = clock.now().getTime();
  const started: (() => Promise<unknown>)[] = [];
  const onStop = (stop: () => Promise<unknown>) => void started.push(stop);
  try {
    onStop(await claimDataFolder(options.data, machine.self));
    await refuseTakenPort(options.port, "the endpoint");
    if (options.web) await refuseTakenPort(options.port + 1, "the site");
    const { fresh = false, dynamodb } = options;
    const showSteps = options.json ? silentSteps : machine.showSteps;
    // Before the folder is emptied: what it says of its tables goes with it.
    if (fresh && dynamodb) await showSteps([guarded(emptyDynamoDb(options.data, dynamodb, machine), signal)]);
    const folder = await openDataFolder(options.data, { fresh, dynamodb });
    const log = openLog(folder.log, clock);
    onStop(log.close);

    const running: Running = { warnings: [] };
    const start = { options, machine, folder, log, running, onStop };
    const steps = startSteps(start).map((step) => guarded(step, signal));
    await showSteps(steps);

    refuseInterrupted(signal);
    startLive(start);
    const ready = readiness(running, options, Math.round((clock.now().getTime() - began) / 1000));
    print(
      options.json
        ? JSON.stringify({ ready })
        : readyText(ready, machine.dataWords(options.data), machine.paint),
    );
    if (!signal.aborted) await once(signal, "abort");
    if (!options.json) {
      const faults = running.cloud?.faults.list() ?? [];
      const lines = faultLines(faults, machine.dataWords(options.data));
      warn([`\nStopping. The data stays in ${options.data}.`, ...lines].join("\n"));
    }
    return exitCode.done;
  } finally {
    // Last started, first stopped. One that can't be stopped doesn't keep the others running.
    for (const stop of started.reverse()) {
      await stop().catch((error) => warn(`Not everything could be stopped: ${error.message}`));
    }
  }
}

const emptyDynamoDb = (data: string, url: string, machine: Machine): Step => ({
  title: `Delete the stacks' tables in the DynamoDB at ${url}`,
  async run(tell) {
    const client = machine.dynamoDbAt(url);
    return deleteExternalTables({ client, url, isOwn: await hasTablesIn(data, url) }, tell);
  },
});

function refuseInterrupted(signal: AbortSignal): void {
  if (!signal.aborted) return;
  throw new Interrupted("Stopped while starting. Nothing is left running; the data is kept.");
}

/** After Ctrl-C no further step begins. */
const guarded = (step: Step, signal: AbortSignal): Step => ({
  ...step,
  async run(tell) {
    refuseInterrupted(signal);
    return step.run(tell);
  },
});

function readiness(
  { cloud, site, run, users, warnings }: Running,
  options: UpOptions,
  seconds: number,
): Ready {
  if (!cloud) throw new CouldNotRun("The local cloud didn't start.");
  return {
    endpoint: cloud.endpoint,
    region: cloud.region,
    ...cloud.credentials,
    inboxUrl: cloud.inboxUrl,
    dataDir: options.data,
    ...(site && { siteUrl: site.url }),
    users: users ?? [],
    faults: cloud.faults.list(),
    ...(run && { verification: run }),
    warnings,
    seconds,
  };
}
