import {
  BackupClient,
  DescribeBackupJobCommand,
  DescribeRecoveryPointCommand,
  StartBackupJobCommand,
} from "@aws-sdk/client-backup";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { afterAll, beforeAll, expect, it } from "vitest";
import { noFaults } from "../src/faults/faults.ts";
import { createKms } from "../src/services/kms/kms.ts";
import { place } from "../src/services/kms/testing.ts";
import { startTestCloud, type TestCloud } from "../src/testing.ts";
import { contentOf } from "./inspect.ts";
import { nothingYet } from "./knowledge.ts";
import { seeded } from "./random.ts";
import { backupRole, stacks, tableArn, vaultName } from "./stack.ts";
import { type Clients, fill, write } from "./workload.ts";

let test: TestCloud;
let clients: Clients;

beforeAll(async () => {
  test = await startTestCloud(stacks);
  clients = { backup: new BackupClient(test.client), dynamodb: new DynamoDBClient(test.client) };
});
afterAll(async () => {
  clients.backup.destroy();
  clients.dynamodb.destroy();
  await test.stop();
});

async function backUp(table: string) {
  const { BackupJobId, RecoveryPointArn } = await clients.backup.send(
    new StartBackupJobCommand({
      BackupVaultName: vaultName,
      ResourceArn: tableArn(table),
      IamRoleArn: backupRole,
    }),
  );
  for (;;) {
    const job = await clients.backup.send(new DescribeBackupJobCommand({ BackupJobId }));
    if (!job.CompletionDate) continue;
    expect(job.State).toBe("COMPLETED");
    return clients.backup.send(
      new DescribeRecoveryPointCommand({ BackupVaultName: vaultName, RecoveryPointArn }),
    );
  }
}

it("takes each item wholly, as it was at some instant from the point's creation to its completion, while items are written", async () => {
  const knowledge = nothingYet();
  const random = seeded(11);
  await fill(clients, knowledge, random);
  const kms = createKms({
    dataDir: test.dataDir,
    place,
    clock: test.cloud.clock,
    authorize() {},
    faults: noFaults,
  });
  const faults: string[] = [];
  const ended = new AbortController();
  const writing = write(clients, knowledge, random, ended.signal);
  for (let round = 0; round < 6; round++) {
    const point = await backUp("Beasts");
    await contentOf({ dataDir: test.dataDir, kms, knowledge }, point, (fault) => faults.push(fault));
  }
  ended.abort();
  await writing;

  expect(faults).toEqual([]);
}, 120_000);
