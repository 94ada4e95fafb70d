import { fitsAround } from "../../../wildcards.ts";
import { vaultArn } from "../arns.ts";
import type { RecoveryPoint } from "../points.ts";
import type { Rooms } from "../rooms.ts";
import { dynamoDb } from "../views.ts";
import type { Conditions, RecoveryPointSelection, TestingPlan, TestingSelection } from "./plans.ts";

type Deps = Pick<Rooms, "clock" | "place" | "points" | "random">;

const day = 86_400_000;

/** The resources that a run of a plan may test for a selection. */
export function resourcesOf(selection: TestingSelection, { points }: Pick<Rooms, "points">): string[] {
  if (selection.ProtectedResourceType !== dynamoDb) return [];
  const { ProtectedResourceArns: arns = ["*"] } = selection;
  if (!arns.includes("*")) return arns;
  return [...new Set(points.list().map(({ resourceArn }) => resourceArn))];
}

/**
 * The recovery point that a test of a resource restores; undefined where the selection doesn't select the resource, or
 * no point fits: the test is left out then, and nobody is told.
 * https://docs.aws.amazon.com/aws-backup/latest/devguide/restore-testing.html#restore-testing-create
 */
export function pointFor(
  { recoveryPoints }: TestingPlan,
  { ProtectedResourceConditions = {} }: TestingSelection,
  resourceArn: string,
  deps: Deps,
): RecoveryPoint | undefined {
  const { Algorithm, RecoveryPointTypes, SelectionWindowDays } = recoveryPoints;
  // AWS Backup makes nothing but snapshots of DynamoDB tables.
  if (!RecoveryPointTypes.includes("SNAPSHOT")) return undefined;
  const ofVaults = deps.points
    .list()
    .filter((point) => point.resourceArn === resourceArn && point.status === "COMPLETED")
    .filter((point) => isOfVaults(vaultArn(deps.place, point.vaultName), recoveryPoints))
    .sort(oldestFirst);
  const latest = ofVaults.at(-1);
  if (!latest || !fits(ProtectedResourceConditions, latest.tags)) return undefined;
  // "The selection window is calculated from the actual job execution time, not the plan's scheduled start time."
  const oldest = new Date(deps.clock.now().getTime() - SelectionWindowDays * day);
  const eligible = ofVaults.filter(({ creationDate }) => new Date(creationDate) >= oldest);
  return Algorithm === "LATEST_WITHIN_WINDOW"
    ? eligible.at(-1)
    : eligible[Math.floor(deps.random() * eligible.length)];
}

function isOfVaults(arn: string, { IncludeVaults, ExcludeVaults = [] }: RecoveryPointSelection): boolean {
  const isOneOf = (selectors: string[]) => selectors.some((one) => fitsAround(one.split("*"), arn));
  return isOneOf(IncludeVaults) && !isOneOf(ExcludeVaults);
}

/** A copy has its original's creation date. */
function oldestFirst(one: RecoveryPoint, other: RecoveryPoint): number {
  const key = ({ creationDate, completionDate }: RecoveryPoint) => `${creationDate} ${completionDate}`;
  return key(one) < key(other) ? -1 : 1;
}

function fits(
  { StringEquals = [], StringNotEquals = [] }: Conditions,
  tags: Record<string, string>,
): boolean {
  const isTag = ({ Key, Value }: { Key: string; Value: string }) => {
    const name = Key.replace(/^aws:ResourceTag\//, "");
    return Object.hasOwn(tags, name) && tags[name] === Value;
  };
  return StringEquals.every(isTag) && !StringNotEquals.some(isTag);
}
