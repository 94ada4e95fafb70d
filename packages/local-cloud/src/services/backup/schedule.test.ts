import {
  GetBackupPlanCommand,
  ListBackupJobsCommand,
  ListRecoveryPointsByBackupVaultCommand,
  ListTagsCommand,
} from "@aws-sdk/client-backup";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { AwsError } from "../../errors.ts";
import {
  backupRole,
  createWorld,
  makePlan,
  makeSelection,
  makeTable,
  someItems,
  vaultName,
  type World,
} from "./testing.ts";

let world: World;
beforeEach(async () => {
  world = await createWorld();
  world.now = new Date("2026-11-22T04:00:00Z");
  await world.restart();
});
afterEach(() => world.close());

const daily = {
  RuleName: "daily",
  ScheduleExpression: "cron(0 5 ? * * *)",
  Lifecycle: { DeleteAfterDays: 35 },
  RecoveryPointTags: { rule: "daily" },
};

const goTo = (time: string) => world.clock.advance(new Date(time));
/** The machine slept, and woke then. */
async function wakeAt(time: string): Promise<void> {
  world.now = new Date(time);
  await world.clock.advance(world.now);
}

const jobs = async () => (await world.client.send(new ListBackupJobsCommand({}))).BackupJobs!;
const points = async () =>
  (await world.client.send(new ListRecoveryPointsByBackupVaultCommand({ BackupVaultName: vaultName })))
    .RecoveryPoints!;

describe("a plan's rule", () => {
  let planId: string;
  beforeEach(async () => {
    planId = (await makePlan(world, [daily], { BackupPlanTags: { plan: "holdfast" } })).ref;
    await makeSelection(world, planId, {
      ListOfTags: [{ ConditionType: "STRINGEQUALS", ConditionKey: "backup", ConditionValue: "yes" }],
    });
    await makeTable(world, "Category", someItems(2), { tags: { backup: "yes" } });
    await makeTable(world, "Other", [], { tags: { backup: "no" } });
  });

  it("backs up nothing by tags where the selection's role may not look for them, and says so", async () => {
    world.rule = ({ action }) => {
      if (action === "tag:GetResources") throw new AwsError("AccessDeniedException", "may not look");
    };
    await goTo("2026-11-22T05:00:00Z");
    expect(await jobs()).toEqual([]);
    expect(world.logged.at(-1)).toMatch(
      /^Selection \S+ of backup plan holdfast selects nothing by tags: may not look$/,
    );
    expect(world.authorizations.at(-2)).toMatchObject({
      principal: backupRole,
      action: "tag:GetResources",
      resource: "*",
    });
  });

  it("backs up the selected tables when it is due", async () => {
    expect(world.clock.nextDue()).toEqual(new Date("2026-11-22T05:00:00Z"));
    await goTo("2026-11-22T04:59:59Z");
    expect(await jobs()).toEqual([]);
    await goTo("2026-11-22T05:00:00Z");
    const [job, ...others] = await jobs();
    expect(others).toEqual([]);
    expect(job).toMatchObject({
      State: "COMPLETED",
      ResourceName: "Category",
      IamRoleArn: backupRole,
      CreatedBy: {
        BackupPlanId: planId,
        BackupPlanName: "holdfast",
        BackupRuleName: "daily",
        BackupRuleCron: daily.ScheduleExpression,
        BackupRuleTimezone: "Etc/UTC",
      },
    });
    expect(world.clock.nextDue()).toEqual(new Date("2026-11-23T05:00:00Z"));
  });

  it("gives its points their lifecycle and the tags of table, plan and rule", async () => {
    await goTo("2026-11-22T05:00:00Z");
    const [point] = await points();
    expect(point).toMatchObject({
      Lifecycle: { DeleteAfterDays: 35 },
      CalculatedLifecycle: { DeleteAt: new Date("2026-12-27T05:00:00Z") },
      CreatedBy: { BackupPlanId: planId },
    });
    const { Tags } = await world.client.send(new ListTagsCommand({ ResourceArn: point!.RecoveryPointArn }));
    expect(Tags).toEqual({ backup: "yes", plan: "holdfast", rule: "daily" });
    const plan = await world.client.send(new GetBackupPlanCommand({ BackupPlanId: planId }));
    expect(plan.LastExecutionDate).toEqual(new Date("2026-11-22T05:00:00Z"));
  });

  it("runs once for several times that were slept through", async () => {
    await wakeAt("2026-11-25T12:00:00Z");
    expect(await jobs()).toHaveLength(1);
    expect(world.clock.nextDue()).toEqual(new Date("2026-11-26T05:00:00Z"));
  });

  it("doesn't make up after a restart for what fell due before it", async () => {
    world.now = new Date("2026-11-22T12:00:00Z");
    await world.crash();
    await goTo("2026-11-22T12:00:01Z");
    expect(await jobs()).toEqual([]);
    expect(world.clock.nextDue()).toEqual(new Date("2026-11-23T05:00:00Z"));
  });

  it("follows a changed plan", async () => {
    await makePlan(world, [{ ...daily, ScheduleExpression: "cron(30 4 ? * * *)" }]);
    expect(world.clock.nextDue()).toEqual(new Date("2026-11-22T04:30:00Z"));
  });

  it("is on its own time zone's clock", async () => {
    await makePlan(world, [{ ...daily, ScheduleExpressionTimezone: "Asia/Kolkata" }]);
    expect(world.clock.nextDue()).toEqual(new Date("2026-11-22T23:30:00Z"));
  });

  it("leaves alone what restore testing made", async () => {
    await makeTable(world, "awsbackup-restore-test-1", [], { tags: { backup: "yes" } });
    await goTo("2026-11-22T05:00:00Z");
    expect((await jobs()).map(({ ResourceName }) => ResourceName)).toEqual(["Category"]);
  });

  it("leaves a run to the rule that keeps longer where their start windows overlap", async () => {
    const weekly = { ...daily, RuleName: "weekly", Lifecycle: { DeleteAfterDays: 90 } };
    await makePlan(world, [daily, { ...weekly, ScheduleExpression: "cron(0 12 ? * MON *)" }]);
    await goTo("2026-11-25T00:00:00Z");
    expect(
      (await jobs()).map(({ CreationDate, CreatedBy }) => [CreationDate, CreatedBy!.BackupRuleName]),
    ).toEqual([
      [new Date("2026-11-24T05:00:00Z"), "daily"],
      [new Date("2026-11-23T12:00:00Z"), "weekly"],
      [new Date("2026-11-22T05:00:00Z"), "daily"],
    ]);
  });

  it("fires without being asked", async () => {
    const fired = Promise.withResolvers<void>();
    let runs = 0;
    await world.restart({
      nextRun: (_, after) => (runs++ === 0 ? after : undefined),
      emit: ({ detail }) => detail.state === "COMPLETED" && fired.resolve(),
    });
    await fired.promise;
    expect((await points()).length).toBeGreaterThan(0);
  });

  it("says what went wrong and goes on", async () => {
    const list = world.tables.list;
    world.tables.list = () => Promise.reject(new Error("the engine is down"));
    await goTo("2026-11-22T05:00:00Z");
    expect(world.logged).toEqual(["A scheduled run failed: the engine is down"]);
    world.tables.list = list;
    await goTo("2026-11-23T05:00:00Z");
    expect(await jobs()).toHaveLength(1);
  });
});
