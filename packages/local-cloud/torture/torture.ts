import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { BackupClient } from "@aws-sdk/client-backup";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { noFaults } from "../src/faults/faults.ts";
import { createKms } from "../src/services/kms/kms.ts";
import { place } from "../src/services/kms/testing.ts";
import { writeAssembly } from "../src/testing.ts";
import { type ForkedCloud, forkCloud } from "../src/testingFork.ts";
import { inspect } from "./inspect.ts";
import { type Knowledge, nothingYet } from "./knowledge.ts";
import { type Random, seeded } from "./random.ts";
import { stacks } from "./stack.ts";
import { type Clients, fill, work } from "./workload.ts";

export interface Torture {
  /** The same seed kills after the same delays and makes the same choices; what they meet differs from run to run. */
  seed: number;
  kills: number;
  log?: (line: string) => void;
  signal?: AbortSignal;
}

export interface Outcome {
  /** What wasn't as it has to be after a kill, a sentence each. */
  faults: string[];
  /** Jobs that came to their end, and jobs that a kill ended. */
  backups: { COMPLETED: number; FAILED: number };
  restores: { COMPLETED: number; FAILED: number };
  /** Where the data is: it is kept when there are faults. */
  dataDir?: string;
}

/** A kill comes at most so long after the start; the snapshots and restores take less. */
const longestLifeMs = 2_500;
/** So often a start is killed before it is over. */
const killedStarts = 0.25;

/**
 * Kills a local cloud that backs up and restores, again and again, and looks each time it is back whether all that
 * it had answered still holds.
 */
export async function torture({ seed, kills, log = () => {}, signal }: Torture): Promise<Outcome> {
  const random = seeded(seed);
  const root = await mkdtemp(join(tmpdir(), "holdfast-torture-"));
  const dataDir = join(root, "data");
  const assembly = await writeAssembly(join(root, "assembly"), stacks);
  const knowledge = nothingYet();
  const contents = new Map<string, string>();
  const faults: string[] = [];
  let cloud: ForkedCloud | undefined;
  try {
    cloud = await forkCloud(assembly, dataDir);
    await withClients(cloud, (clients) => fill(clients, knowledge, random));
    for (let kill = 1; kill <= kills && faults.length === 0; kill++) {
      signal?.throwIfAborted();
      const life = Math.floor(random() * longestLifeMs);
      await withClients(cloud, (clients) => killAmidWork(cloud!, clients, knowledge, random, life));
      const startsKilled = await killStarts(assembly, dataDir, random);
      cloud = await forkCloud(assembly, dataDir);
      const kms = createKms({
        dataDir,
        place,
        clock: { now: () => new Date() },
        authorize: () => {},
        faults: noFaults,
      });
      await withClients(cloud, async (clients) => {
        faults.push(...(await inspect({ ...clients, knowledge, dataDir, kms, contents })));
      });
      log(
        `kill ${kill} of ${kills} after ${life} ms${startsKilled ? `, and ${startsKilled} starts killed` : ""}`,
      );
    }
  } finally {
    await cloud?.kill();
    if (faults.length === 0) await rm(root, { recursive: true });
  }
  return {
    faults,
    backups: tally([...knowledge.backupJobs.values()].map(({ state }) => state)),
    restores: tally([...knowledge.restoreJobs.values()].map(({ status }) => status)),
    ...(faults.length > 0 && { dataDir }),
  };
}

async function killAmidWork(
  cloud: ForkedCloud,
  clients: Clients,
  knowledge: Knowledge,
  random: Random,
  afterMs: number,
): Promise<void> {
  const ended = new AbortController();
  const working = work(clients, knowledge, random, ended.signal);
  // A fault that shows while the cloud lives is met below.
  working.catch(() => {});
  await delay(afterMs);
  ended.abort();
  await cloud.kill();
  await working;
}

/** Begins to start, and kills that too; gives how often. */
async function killStarts(assembly: string, dataDir: string, random: Random): Promise<number> {
  let killed = 0;
  for (; random() < killedStarts; killed++) {
    const end = new AbortController();
    const starting = forkCloud(assembly, dataDir, { signal: end.signal }).catch(() => {});
    await delay(Math.floor(random() * longestLifeMs));
    end.abort();
    await starting;
  }
  return killed;
}

async function withClients(cloud: ForkedCloud, run: (clients: Clients) => Promise<void>): Promise<void> {
  const options = { ...cloud.client, maxAttempts: 1 };
  const clients = { backup: new BackupClient(options), dynamodb: new DynamoDBClient(options) };
  try {
    await run(clients);
  } finally {
    clients.backup.destroy();
    clients.dynamodb.destroy();
  }
}

function tally(states: (string | undefined)[]) {
  const count = (wanted: string) => states.filter((state) => state === wanted).length;
  return { COMPLETED: count("COMPLETED"), FAILED: count("FAILED") };
}
