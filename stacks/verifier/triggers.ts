import type { RuleRun } from "@holdfast/backup-policy";
import { EventField, Rule, RuleTargetInput, Schedule } from "aws-cdk-lib/aws-events";
import { LambdaFunction, SfnStateMachine } from "aws-cdk-lib/aws-events-targets";
import { EventSourceMapping, FilterCriteria, FilterRule, StartingPosition } from "aws-cdk-lib/aws-lambda";
import type { StateMachine } from "aws-cdk-lib/aws-stepfunctions";
import type { Function as Lambda, Stack } from "sst/constructs";

/** Starts the verification when the schedule, in UTC, says so. */
export function onSchedule(stack: Stack, schedule: string, machine: StateMachine): void {
  new Rule(stack, "EveryDay", {
    schedule: Schedule.expression(schedule),
    targets: [new SfnStateMachine(machine)],
  });
}

/** Starts a verification of one rule's newest points after each of its backups; it says so, and what started it. */
export function afterBackupsOf(stack: Stack, { rule, schedule }: RuleRun, machine: StateMachine): void {
  const input = {
    rule,
    source: EventField.source,
    resources: EventField.fromPath("$.resources"),
  };
  new Rule(stack, `AfterBackupsOf-${rule}`, {
    schedule: Schedule.expression(schedule),
    targets: [new SfnStateMachine(machine, { input: RuleTargetInput.fromObject(input) })],
  });
}

/** Looks twice a day, so that a day never passes unseen. */
const WATCH = "cron(30 11,23 * * ? *)";

/** Looks for what is missing. */
export function onWatch(stack: Stack, watch: Lambda): void {
  new Rule(stack, "TwiceADay", {
    schedule: Schedule.expression(WATCH),
    targets: [new LambdaFunction(watch)],
  });
}

/**
 * Tells of every recovery point made of a DynamoDB table.
 * https://docs.aws.amazon.com/aws-backup/latest/devguide/eventbridge.html
 */
export function onBackup(stack: Stack, recordRecoveryPoint: Lambda): void {
  new Rule(stack, "BackupMade", {
    eventPattern: {
      source: ["aws.backup"],
      detailType: ["Backup Job State Change"],
      detail: { state: ["COMPLETED"], resourceType: ["DynamoDB"] },
    },
    targets: [new LambdaFunction(recordRecoveryPoint)],
  });
}

/** Restore jobs have a status where backup jobs have a state. */
const ENDED = ["COMPLETED", "FAILED", "ABORTED"];

/**
 * Tells of the end of every restore: a run may wait for it.
 * https://docs.aws.amazon.com/aws-backup/latest/devguide/eventbridge.html
 */
export function onRestoreEnded(stack: Stack, restoreEnded: Lambda): void {
  new Rule(stack, "RestoreOver", {
    eventPattern: {
      source: ["aws.backup"],
      detailType: ["Restore Job State Change"],
      detail: { status: ENDED },
    },
    targets: [new LambdaFunction(restoreEnded)],
  });
}

/**
 * Tells of the end of every restore of a restore testing plan. Events may be lost: what they should have started is
 * looked for, too.
 * https://docs.aws.amazon.com/aws-backup/latest/devguide/restore-testing-validation.html
 */
export function onRestoreTested(stack: Stack, planArn: string, startTested: Lambda): void {
  const targets = [new LambdaFunction(startTested)];
  new Rule(stack, "RestoreTested", {
    eventPattern: {
      source: ["aws.backup"],
      detailType: ["Restore Job State Change"],
      detail: { status: ENDED, restoreTestingPlanArn: [planArn] },
    },
    targets,
  });
  new Rule(stack, "RestoreTestUnseen", { schedule: Schedule.expression(WATCH), targets });
}

/** Tells of every item deleted from those tables, by their streams. */
export function onDeletion(
  stack: Stack,
  tables: { model: string; streamArn: string }[],
  recordDeletion: Lambda,
): void {
  for (const { model, streamArn } of tables) {
    new EventSourceMapping(stack, `${model}Deletions`, {
      target: recordDeletion,
      eventSourceArn: streamArn,
      startingPosition: StartingPosition.TRIM_HORIZON,
      batchSize: 100,
      bisectBatchOnError: true,
      filters: [FilterCriteria.filter({ eventName: FilterRule.isEqual("REMOVE") })],
    });
  }
}
