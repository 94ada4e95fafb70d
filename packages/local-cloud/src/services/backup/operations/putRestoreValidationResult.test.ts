import { afterEach, beforeEach, expect, it } from "vitest";
import { backUp, call, createWorld, makeTable, restore, type World } from "../testing.ts";

let world: World;
beforeEach(async () => {
  world = await createWorld();
});
afterEach(() => world.close());

async function restored(): Promise<string> {
  await makeTable(world, "Category");
  const { RecoveryPointArn } = await backUp(world, "Category");
  return (await restore(world, RecoveryPointArn!, "New")).RestoreJobId!;
}

// https://docs.aws.amazon.com/aws-backup/latest/devguide/restore-testing-validation.html
it("takes a verdict once", async () => {
  const RestoreJobId = await restored();
  const put = (ValidationStatus: string, ValidationStatusMessage?: string) =>
    call(world, "PutRestoreValidationResult", { RestoreJobId, ValidationStatus, ValidationStatusMessage });
  await put("VALIDATING");
  await put("SUCCESSFUL", "2 items");
  expect(await call(world, "DescribeRestoreJob", { RestoreJobId })).toMatchObject({
    ValidationStatus: "SUCCESSFUL",
    ValidationStatusMessage: "2 items",
  });
  await expect(put("FAILED")).rejects.toMatchObject({
    name: "InvalidRequestException",
    message: `Restore job ${RestoreJobId} already has the validation status SUCCESSFUL.`,
  });
  await expect(put("GOOD")).rejects.toMatchObject({ name: "InvalidParameterValueException" });
});
