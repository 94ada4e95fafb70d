import { DescribeRecoveryPointCommand, type RestoreJobsListMember } from "@aws-sdk/client-backup";
import * as v from "valibot";
import { completedPoints, picked } from "./completedPoints.ts";
import { RestoreTest, testsOf, windowEnd } from "./restoreTests.ts";
import { type PickedPoint, TableRun } from "./run.ts";
import type { Services } from "./services.ts";

export const FindTestEvent = v.object({ ...TableRun.entries, restoreTest: RestoreTest });

/**
 * Finds the restore of a table in a run of AWS restore testing, in place of starting one. Restores begin at any time
 * in the start window: until then it is looked for again. A table of which no recovery point fits is passed over by
 * AWS without a word.
 */
export const findTest =
  (services: Pick<Services, "backup" | "settings" | "clock">) =>
  async ({ testWaitSeconds: _, ...run }: v.InferOutput<typeof FindTestEvent>): Promise<TableRun> => {
    const { settings, clock } = services;
    const { restoreTest: test, table } = run;
    const job = (await testsOf(services)(test)).get(settings.tableArn(table));
    if (job) return { ...run, recoveryPoint: await pointOf(services, job), restore: restoreOf(job) };
    const { startWindowHours } = settings.restoreTesting!;
    // About 60 times in a window, however long: each look is eight of an execution's 25,000 events.
    if (clock.now() < windowEnd(test, settings.restoreTesting!))
      return { ...run, testWaitSeconds: startWindowHours * 60 };
    const [recoveryPoint] = await completedPoints(services)(table);
    if (!recoveryPoint) return run;
    const Cause = `AWS restore testing started none in the ${startWindowHours} hours from ${test.scheduledAt}, though there is a point of ${recoveryPoint.createdAt}. See whether its selection's tags are those of the newest point, and its window reaches back to it.`;
    return { ...run, recoveryPoint, problem: { Error: "NotTested", Cause } };
  };

/** Which table it makes is known when it is there. */
function restoreOf({ RestoreJobId, CreationDate }: RestoreJobsListMember): TableRun["restore"] {
  return {
    jobId: RestoreJobId!,
    tableName: "",
    // What restore testing asks for: https://docs.aws.amazon.com/aws-backup/latest/devguide/restore-testing-inferred-metadata.html
    encryption: { type: "Default" },
    startedAt: CreationDate!.toISOString(),
    status: "PENDING",
  };
}

/** The recovery point that AWS picked, maybe of another vault than the policy's own. */
async function pointOf(
  { backup, settings }: Pick<Services, "backup" | "settings">,
  { RecoveryPointArn, BackupVaultArn }: RestoreJobsListMember,
): Promise<PickedPoint> {
  const BackupVaultName = BackupVaultArn?.split(":").at(-1) ?? settings.vaultName;
  const command = new DescribeRecoveryPointCommand({ BackupVaultName, RecoveryPointArn });
  return picked(await backup.send(command), settings);
}
