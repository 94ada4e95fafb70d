import { afterEach, beforeEach, expect, it } from "vitest";
import { call, createWorld, vaultName, type World } from "../testing.ts";

let world: World;
beforeEach(async () => {
  world = await createWorld();
});
afterEach(() => world.close());

it.each([
  ["{", "InvalidRequestException", "BackupPlanTemplateJson isn't JSON"],
  ["{}", "MissingParameterValueException", "BackupPlanName is required."],
  [
    JSON.stringify({
      BackupPlanName: "mine",
      Rules: [{ RuleName: "daily", TargetBackupVaultName: vaultName, StartWindowMinutes: 1 }],
    }),
    "InvalidParameterValueException",
    "StartWindowMinutes is 1; it has to be at least 60.",
  ],
])("refuses %s", async (BackupPlanTemplateJson, name, message) => {
  await expect(call(world, "GetBackupPlanFromJSON", { BackupPlanTemplateJson })).rejects.toMatchObject({
    name,
    message: expect.stringContaining(message),
  });
});
