import * as v from "valibot";
import { invalidParameter } from "../errors.ts";
import { long, text } from "../members.ts";
import type { Rooms } from "../rooms.ts";
import type { RecoveryPointSelection, TestingPlan } from "./plans.ts";

/** https://docs.aws.amazon.com/aws-backup/latest/devguide/restore-testing.html#restore-testing-quotas */
export const testingName = v.pipe(
  v.string(),
  v.regex(/^\w{1,50}$/, "it has to be 1 to 50 letters, digits and _"),
);

/** https://docs.aws.amazon.com/aws-backup/latest/devguide/API_RestoreTestingRecoveryPointSelection.html */
const recoveryPoints = v.object({
  Algorithm: v.picklist(
    ["LATEST_WITHIN_WINDOW", "RANDOM_WITHIN_WINDOW"],
    "it has to be LATEST_WITHIN_WINDOW or RANDOM_WITHIN_WINDOW",
  ),
  RecoveryPointTypes: v.array(v.picklist(["SNAPSHOT", "CONTINUOUS"], "it has to be SNAPSHOT or CONTINUOUS")),
  IncludeVaults: v.array(text),
  ExcludeVaults: v.optional(v.array(text)),
  SelectionWindowDays: v.optional(long),
});

const settings = {
  ScheduleExpressionTimezone: v.optional(v.string()),
  StartWindowHours: v.optional(long),
};

/** https://docs.aws.amazon.com/aws-backup/latest/devguide/API_RestoreTestingPlanForCreate.html */
export const newPlanInput = v.object({
  RestoreTestingPlanName: testingName,
  RecoveryPointSelection: recoveryPoints,
  ScheduleExpression: text,
  ...settings,
});

/** https://docs.aws.amazon.com/aws-backup/latest/devguide/API_RestoreTestingPlanForUpdate.html */
export const planChangeInput = v.object({
  RecoveryPointSelection: v.optional(recoveryPoints),
  ScheduleExpression: v.optional(text),
  ...settings,
});

type Settings = Pick<TestingPlan, "recoveryPoints" | "schedule" | "timezone" | "startWindowHours">;

const mostVaultSelectors = 30;

/** The plan's settings with AWS's defaults. Throws InvalidParameterValueException for those that can't work. */
export function settingsOf(
  given: v.InferOutput<typeof planChangeInput>,
  before: Partial<Settings>,
  { clock, nextRun }: Pick<Rooms, "clock" | "nextRun">,
): Settings {
  const {
    ScheduleExpression: schedule = before.schedule!,
    ScheduleExpressionTimezone: timezone = before.timezone,
    StartWindowHours: startWindowHours = before.startWindowHours ?? 24,
    RecoveryPointSelection: selection,
  } = given;
  try {
    nextRun(schedule, clock.now(), timezone);
  } catch (cause) {
    throw invalidParameter((cause as Error).message);
  }
  requireRange("StartWindowHours", startWindowHours, 1, 168);
  return {
    schedule,
    timezone,
    startWindowHours,
    recoveryPoints: selection ? recoveryPointsOf(selection) : before.recoveryPoints!,
  };
}

function recoveryPointsOf(given: v.InferOutput<typeof recoveryPoints>): RecoveryPointSelection {
  const { IncludeVaults, ExcludeVaults = [], RecoveryPointTypes, SelectionWindowDays = 30 } = given;
  requireRange("SelectionWindowDays", SelectionWindowDays, 1, 365);
  if (RecoveryPointTypes.length === 0) throw invalidParameter("RecoveryPointTypes is empty.");
  if (IncludeVaults.length === 0) throw invalidParameter("IncludeVaults is empty.");
  const selectors = [...IncludeVaults, ...ExcludeVaults];
  if (selectors.length > mostVaultSelectors)
    throw invalidParameter(`${selectors.length} vaults are named; at most ${mostVaultSelectors} can be.`);
  const strange = selectors.find((one) => one !== "*" && !/^arn:[^:]+:backup:.+:backup-vault:/.test(one));
  if (strange !== undefined)
    throw invalidParameter(`${strange} is neither * nor the ARN of a backup vault, with or without *.`);
  return { ...given, SelectionWindowDays };
}

export function requireRange(name: string, given: number, least: number, most: number): void {
  if (given < least || given > most)
    throw invalidParameter(`${name} is ${given}; it has to be from ${least} to ${most}.`);
}
