import { afterEach, beforeEach, expect, it } from "vitest";
import {
  vaultName as BackupVaultName,
  backUp,
  call,
  createWorld,
  makePlan,
  makeSelection,
  makeTable,
  type World,
} from "../testing.ts";

let world: World;
beforeEach(async () => {
  world = await createWorld();
  world.now = new Date("2026-11-25T00:00:00Z");
  await makeTable(world, "Category");
});
afterEach(() => world.close());

type Listed = { RecoveryPointArn: string };
const list = async (by: Record<string, unknown> = {}) => {
  const page = await call(world, "ListRecoveryPointsByBackupVault", { BackupVaultName, ...by });
  return { arns: page.RecoveryPoints.map((point: Listed) => point.RecoveryPointArn), next: page.NextToken };
};
async function backUpLater(table: string): Promise<string> {
  world.now = new Date(world.now.getTime() + 3_600_000);
  return (await backUp(world, table)).RecoveryPointArn!;
}

it("gives them page by page, newest first, and doesn't repeat when something is added meanwhile", async () => {
  const arns: string[] = [];
  for (let count = 0; count < 4; count++) arns.unshift(await backUpLater("Category"));
  const found: string[] = [];
  let NextToken: string | undefined;
  do {
    const page = await list({ MaxResults: 2, NextToken });
    found.push(...page.arns);
    NextToken = page.next;
    await backUpLater("Category");
  } while (NextToken);
  expect(found).toEqual(arns);
});

it("gives them by every filter", async () => {
  const category = await backUpLater("Category");
  const cut = new Date(world.now.getTime() + 1_800_000);
  await makeTable(world, "Item");
  const item = await backUpLater("Item");
  const found = async (by: Record<string, unknown>) => (await list(by)).arns;
  expect(await found({ ByResourceArn: world.tables.arn("Item") })).toEqual([item]);
  expect(await found({ ByCreatedAfter: cut })).toEqual([item]);
  expect(await found({ ByCreatedBefore: cut })).toEqual([category]);
  expect(await found({ ByResourceType: "EFS" })).toEqual([]);
  expect(await found({ ByParentRecoveryPointArn: "arn:x" })).toEqual([]);
});

it("gives those that a plan made", async () => {
  await backUpLater("Category");
  const { ref: planId } = await makePlan(world, [{ RuleName: "daily" }]);
  await makeSelection(world, planId, {});
  await world.clock.advance(new Date("2026-11-25T05:00:00Z"));
  expect((await list()).arns).toHaveLength(2);
  expect((await list({ ByBackupPlanId: planId })).arns).toHaveLength(1);
  expect((await list({ ByBackupPlanId: "other" })).arns).toEqual([]);
});
