import {
  DescribeRecoveryPointCommand,
  GetBackupPlanCommand,
  paginateListRecoveryPointsByBackupVault,
  type RecoveryPointByBackupVault,
} from "@aws-sdk/client-backup";
import { UntagResourceCommand } from "@aws-sdk/client-dynamodb";
import { type Forecast, forecast } from "@holdfast/backup-policy";
import { afterAll, beforeAll, expect, inject, it } from "vitest";
import { policy } from "./policy.ts";
import { localCloud } from "./testing/local-cloud.ts";

const [MINUTE, HOUR, DAY] = [60_000, 3_600_000, 86_400_000];

let cloud: Awaited<ReturnType<typeof localCloud>>;
let BackupVaultName: string;
let expected: Forecast;
let begin: number;
/** By their ids. */
let ruleNames: Map<string, string>;

// A year of one table: the plan is the same for all.
beforeAll(async () => {
  cloud = await localCloud(inject("assemblies").local, { verifies: false });
  const { Backup, Api } = cloud.outputs;
  BackupVaultName = Backup!.VaultName!;
  const [, ...others]: { table: string }[] = JSON.parse(Api!.Tables!);
  for (const { table } of others) {
    const ResourceArn = `arn:aws:dynamodb:us-east-1:123456789012:table/${table}`;
    await cloud.administrator.dynamodb.send(
      new UntagResourceCommand({ ResourceArn, TagKeys: ["holdfast:backup"] }),
    );
  }
  const { BackupPlan } = await cloud.administrator.backup.send(
    new GetBackupPlanCommand({ BackupPlanId: Backup!.BackupPlanId! }),
  );
  ruleNames = new Map(BackupPlan!.Rules!.map(({ RuleId, RuleName }) => [RuleId!, RuleName!]));
  const since = cloud.clock.now();
  begin = since.getTime();
  expected = forecast(policy, { from: since, to: new Date(begin + 400 * DAY), since, jobs: "onTime" });
}, 120_000);

afterAll(() => cloud?.stop());

/** Noon of a day so long after the beginning: the rules' jobs of the morning are done. */
const noon = (days: number) => new Date(Math.floor(begin / DAY) * DAY + days * DAY + 12 * HOUR);

/** A point as the forecast has it: its lifecycle counts from the scheduled minute. */
const line = (rule: string, made: Date, tier: string, expires: Date) =>
  [minute(made), rule, tier, `expires ${minute(expires)}`].join(" ");
const minute = (date: Date) => new Date(Math.floor(date.getTime() / MINUTE) * MINUTE).toISOString();

async function held(): Promise<string[]> {
  const { backup } = cloud.administrator;
  const found: RecoveryPointByBackupVault[] = [];
  for await (const page of paginateListRecoveryPointsByBackupVault({ client: backup }, { BackupVaultName }))
    found.push(...page.RecoveryPoints!);
  const lines = found.map(
    async ({ RecoveryPointArn, CreationDate, CalculatedLifecycle, CreatedBy, Status }) => {
      const { StorageClass } = await backup.send(
        new DescribeRecoveryPointCommand({ BackupVaultName, RecoveryPointArn }),
      );
      expect(Status).toBe("COMPLETED");
      return line(
        ruleNames.get(CreatedBy!.BackupRuleId!)!,
        CreationDate!,
        StorageClass!.toLowerCase(),
        CalculatedLifecycle!.DeleteAt!,
      );
    },
  );
  return (await Promise.all(lines)).sort();
}

it.each([1, 36, 90, 130, 250, 366])(
  "holds after %i days the very points that the policy's forecast says",
  async (days) => {
    const at = noon(days);
    await cloud.clock.advance(at);
    const points = expected
      .pointsAt(at)
      .map(({ rule, made, tier, expires }) => line(rule, made, tier, expires))
      .sort();

    expect(points.length).toBeGreaterThan(0);
    expect(await held()).toEqual(points);
  },
  240_000,
);
