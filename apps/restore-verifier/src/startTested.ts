import { StartExecutionCommand } from "@aws-sdk/client-sfn";
import { lastRun } from "@holdfast/backup-policy/schedule";
import * as v from "valibot";
import { nameOf } from "./errors.ts";
import { Time } from "./parse.ts";
import { type RestoreTest, testsOf } from "./restoreTests.ts";
import type { Services } from "./services.ts";

/** AWS Backup's "Restore Job State Change" of a restore testing plan, or EventBridge's schedule. */
export const StartTestedEvent = v.union([
  v.object({ detail: v.object({ restoreTestingPlanArn: v.string(), creationDate: Time }) }),
  v.object({ source: v.literal("aws.events"), time: Time }),
]);

export type Started = "started" | "started before" | "nothing to verify";

const HOUR = 3_600_000;

/**
 * Starts the verification of what a run of AWS restore testing restores: one execution a run, named after it, whatever
 * of its tables the event is of and however often it comes. Events may be lost, all of them: the schedule starts a run
 * of which there are restores and no execution.
 */
export const startTested =
  (services: Pick<Services, "backup" | "clock" | "settings" | "stepFunctions">) =>
  async (event: v.InferOutput<typeof StartTestedEvent>): Promise<Started> => {
    const { settings, stepFunctions } = services;
    const { planArn, schedule } = settings.restoreTesting!;
    const isOfJob = "detail" in event;
    const due = lastRun(schedule, isOfJob ? event.detail.creationDate : event.time);
    if (!due) return "nothing to verify";
    const restoreTest: RestoreTest = { planArn, scheduledAt: due.toISOString() };
    if (!isOfJob && !(await isThere(services, restoreTest))) return "nothing to verify";
    try {
      await stepFunctions.send(
        new StartExecutionCommand({
          stateMachineArn: settings.stateMachineArn,
          name: nameOfTest(restoreTest),
          input: JSON.stringify({ restoreTest }),
        }),
      );
      return "started";
    } catch (error) {
      if (nameOf(error) === "ExecutionAlreadyExists") return "started before";
      throw error;
    }
  };

/** Such as `restore-test-20261126T0815Z`. */
const nameOfTest = ({ scheduledAt }: RestoreTest) =>
  `restore-test-${scheduledAt.slice(0, 16).replaceAll(/[-:]/g, "")}Z`;

/** Whether something was restored, and AWS hasn't deleted it all: names of executions are free again after 90 days. */
async function isThere(
  services: Pick<Services, "backup" | "clock" | "settings">,
  test: RestoreTest,
): Promise<boolean> {
  const { startWindowHours, validationWindowHours } = services.settings.restoreTesting!;
  const gone = Date.parse(test.scheduledAt) + (startWindowHours + validationWindowHours) * HOUR;
  return services.clock.now().getTime() < gone && (await testsOf(services)(test)).size > 0;
}
