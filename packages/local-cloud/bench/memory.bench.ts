import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import {
  BackupClient,
  DescribeBackupJobCommand,
  DescribeRestoreJobCommand,
  StartBackupJobCommand,
  StartRestoreJobCommand,
} from "@aws-sdk/client-backup";
import { startDynalite } from "../src/services/dynamodb/dynaliteEngine.ts";
import { writeAssembly } from "../src/testing.ts";
import { type ForkedCloud, forkCloud } from "../src/testingFork.ts";
import { backupRole, restoreRole, stacks, tableArn, vaultName } from "../torture/stack.ts";
import { options, promise, row, say, thousands } from "./figures.ts";
import { writeBare } from "./table.ts";

const sizes = options.full ? [10_000, 1_000_000] : [10_000, 100_000];
const bound = 100;
const table = "Beasts";

const root = await mkdtemp(join(tmpdir(), "holdfast-bench-"));
const assembly = await writeAssembly(join(root, "assembly"), stacks);

interface Job {
  CompletionDate?: Date;
  State?: string;
  Status?: string;
  StatusMessage?: string;
}

async function over<T extends Job>(ask: () => Promise<T>): Promise<T> {
  for (;;) {
    const job = await ask();
    if (job.CompletionDate) {
      if ((job.State ?? job.Status) !== "COMPLETED") throw new Error(job.StatusMessage);
      return job;
    }
    await delay(200);
  }
}

/** Runs a job in a cloud that has just started; gives the memory it added, in MB, and the idle memory. */
async function measure<T>(dataDir: string, run: (client: BackupClient) => Promise<T>) {
  const cloud: ForkedCloud = await forkCloud(assembly, dataDir);
  const client = new BackupClient(cloud.client);
  try {
    await delay(1_000);
    const { now: idle } = await cloud.memory();
    const begin = performance.now();
    const result = await run(client);
    const seconds = (performance.now() - begin) / 1000;
    const { peak } = await cloud.memory();
    return { result, seconds, idle: Math.round(idle / 1e6), more: Math.round((peak - idle) / 1e6) };
  } finally {
    client.destroy();
    await cloud.kill();
  }
}

const backUp = async (client: BackupClient) => {
  const { BackupJobId } = await client.send(
    new StartBackupJobCommand({
      BackupVaultName: vaultName,
      ResourceArn: tableArn(table),
      IamRoleArn: backupRole,
    }),
  );
  return over(() => client.send(new DescribeBackupJobCommand({ BackupJobId })));
};

const restore = (RecoveryPointArn: string) => async (client: BackupClient) => {
  const { RestoreJobId } = await client.send(
    new StartRestoreJobCommand({
      RecoveryPointArn,
      IamRoleArn: restoreRole,
      Metadata: { targetTableName: "Restored", encryptionType: "Default" },
    }),
  );
  return over(() => client.send(new DescribeRestoreJobCommand({ RestoreJobId })));
};

try {
  say("Peak memory (RSS) of a whole local cloud in a process of its own, MB.\n");
  row("", "idle", "at most more", "seconds");
  let most = 0;
  for (const size of sizes) {
    const dataDir = join(root, `data-${size}`);
    await (await forkCloud(assembly, dataDir)).kill();
    const engine = await startDynalite(join(dataDir, "dynamodb"), "us-east-1");
    await writeBare(engine.client, table, size, 8);
    await engine.stop();
    const snapshot = await measure(dataDir, backUp);
    row(`backup of ${thousands(size)} items`, snapshot.idle, snapshot.more, snapshot.seconds.toFixed(1));
    const restored = await measure(dataDir, restore(snapshot.result.RecoveryPointArn!));
    row(`restore of ${thousands(size)} items`, restored.idle, restored.more, restored.seconds.toFixed(1));
    most = Math.max(most, snapshot.more, restored.more);
    await rm(dataDir, { recursive: true });
  }
  say();
  promise(`a peak within ${bound} MB of idle, at every size`, most <= bound, `${most} MB`);
  if (!options.full) say("With --full: at a million items, which takes some minutes.");
} finally {
  await rm(root, { recursive: true });
}
