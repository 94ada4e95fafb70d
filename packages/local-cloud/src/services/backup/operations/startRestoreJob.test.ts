import { StartRestoreJobCommand, type StartRestoreJobCommandInput } from "@aws-sdk/client-backup";
import { afterEach, beforeEach, expect, it } from "vitest";
import { backUp, createWorld, makeTable, restoreRole, type World } from "../testing.ts";

let world: World;
let pointArn: string;
beforeEach(async () => {
  world = await createWorld();
  await makeTable(world, "Category");
  pointArn = (await backUp(world, "Category")).RecoveryPointArn!;
});
afterEach(() => world.close());

const start = (Metadata: Record<string, string>, more: Partial<StartRestoreJobCommandInput> = {}) =>
  world.client.send(
    new StartRestoreJobCommand({ RecoveryPointArn: pointArn, IamRoleArn: restoreRole, Metadata, ...more }),
  );

it("refuses a recovery point that isn't there, a wrong type and a role that doesn't trust AWS Backup", async () => {
  const metadata = { targetTableName: "New" };
  const other = `${pointArn.slice(0, -1)}x`;
  await expect(start(metadata, { RecoveryPointArn: other })).rejects.toMatchObject({
    name: "ResourceNotFoundException",
  });
  await expect(start(metadata, { ResourceType: "EFS" })).rejects.toMatchObject({
    name: "InvalidParameterValueException",
  });
  await expect(start(metadata, { IamRoleArn: "arn:aws:iam::123456789012:role/x" })).rejects.toThrow(
    "cannot be assumed",
  );
  await expect(start(metadata, { IamRoleArn: undefined })).rejects.toMatchObject({
    name: "MissingParameterValueException",
  });
  await expect(start({ ...metadata, tableName: "x" })).rejects.toMatchObject({
    name: "InvalidParameterValueException",
    message: expect.stringContaining("Unknown key tableName"),
  });
});

it("asks for leave to restore the point, and to pass the role", async () => {
  world.authorizations.length = 0;
  await start({ targetTableName: "New" });
  expect(world.authorizations.slice(0, 2)).toMatchObject([
    { action: "backup:StartRestoreJob", resource: pointArn },
    {
      action: "iam:PassRole",
      resource: restoreRole,
      context: { "iam:PassedToService": "backup.amazonaws.com" },
    },
  ]);
});
