import { afterEach, beforeEach, expect, it } from "vitest";
import {
  backUp,
  call,
  createWorld,
  makeTable,
  restoreOver,
  restoreRole,
  vaultName,
  type World,
} from "../testing.ts";

let world: World;
beforeEach(async () => {
  world = await createWorld();
});
afterEach(() => world.close());

// https://docs.aws.amazon.com/aws-backup/latest/devguide/restore-testing-inferred-metadata.html
it("gives metadata that restores the point", async () => {
  await makeTable(world, "Category");
  const { RecoveryPointArn } = await backUp(world, "Category");
  const { InferredMetadata } = await call(world, "GetRestoreTestingInferredMetadata", {
    BackupVaultName: vaultName,
    RecoveryPointArn,
  });
  expect(InferredMetadata).toEqual({
    deletionProtection: "false",
    encryptionType: "Default",
    targetTableName: expect.stringMatching(/^awsbackup-restore-test-[\w-]+$/),
  });
  const { RestoreJobId } = await call(world, "StartRestoreJob", {
    RecoveryPointArn,
    IamRoleArn: restoreRole,
    Metadata: InferredMetadata,
  });
  expect((await restoreOver(world, RestoreJobId)).Status).toBe("COMPLETED");
});
