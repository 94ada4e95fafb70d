import * as v from "valibot";
import type { AwsError } from "../../errors.ts";
import type { Place, Principal } from "../../service.ts";
import { planArn, testingPlanArn, vaultArn } from "./arns.ts";
import type { BackupJobs } from "./backupJobs.ts";
import type { CopyJobs } from "./copyJobs.ts";
import { invalidParameter, isMissing, missingParameter } from "./errors.ts";
import type { RestoreJobs } from "./restoreJobs.ts";
import type { CleanUp } from "./restoreTesting/cleanUp.ts";
import type { TestSchedule } from "./restoreTesting/schedule.ts";
import type { Rooms } from "./rooms.ts";
import type { Schedule } from "./schedule.ts";

export interface Call extends Rooms {
  backupJobs: BackupJobs;
  copyJobs: CopyJobs;
  restoreJobs: RestoreJobs;
  planChanged: Schedule["planChanged"];
  testingPlanChanged: TestSchedule["planChanged"];
  cleanUp: Pick<CleanUp, "changed">;
  caller: Principal;
}

/** One API operation. Members of the input come from the path, the query and the body alike. */
export interface Operation {
  method: "GET" | "PUT" | "POST" | "DELETE";
  /** `{Member}` stands for one percent-encoded segment. */
  path: string;
  /** Query parameters by the member they fill. */
  query?: Record<string, string>;
  status?: 200 | 201 | 204;
  /** The members of the answer; undefined for an empty one. */
  run(members: Record<string, unknown>, call: Call, name: string): Promise<unknown>;
}

interface Definition<Schema extends v.GenericSchema>
  extends Pick<Operation, "method" | "path" | "query" | "status"> {
  input: Schema;
  /** ARN of what the operation is authorized on, with its tags; absent: `*`. */
  resource?(input: v.InferOutput<Schema>, call: Call): { arn: string; tags?: Record<string, string> };
  /** The tags of what the operation makes: giving them is a permission of its own. */
  tags?(input: v.InferOutput<Schema>): Record<string, string> | undefined;
  /** The operation's own condition keys: https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsbackup.html */
  context?(input: v.InferOutput<Schema>): ConditionKeys;
  run(input: v.InferOutput<Schema>, call: Call): unknown;
}

/** Validates, authorizes, then runs: no operation answers somebody who may not ask. */
export function operation<Schema extends v.GenericSchema>(definition: Definition<Schema>): Operation {
  return {
    ...definition,
    async run(members, call, name) {
      const input = parseInput(definition.input, members);
      const { arn, tags = {}, missing } = target(definition, input, call);
      const given = requestTags(definition.tags?.(input));
      const context = { ...resourceTags(tags), ...given, ...definition.context?.(input) };
      call.authorize(call.caller, `backup:${name}`, arn, context);
      if (missing) throw missing;
      // https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsbackup.html
      if ("aws:TagKeys" in given) call.authorize(call.caller, "backup:TagResource", arn, given);
      return definition.run(input, call);
    },
  };
}

interface Target {
  arn: string;
  tags?: Record<string, string>;
  /** Why it can't be had: told only to those who may ask for it. */
  missing?: AwsError;
}

function target<Schema extends v.GenericSchema>(
  { resource }: Definition<Schema>,
  input: v.InferOutput<Schema>,
  call: Call,
): Target {
  try {
    return resource?.(input, call) ?? { arn: "*" };
  } catch (error) {
    if (!isMissing(error)) throw error;
    return { arn: namedArn(input as Record<string, unknown>, call.place), missing: error };
  }
}

/** The ARN of something that isn't there, by what it was called. */
function namedArn(input: Record<string, unknown>, place: Place): string {
  const { RecoveryPointArn, ResourceArn, BackupVaultName, BackupPlanId, RestoreTestingPlanName } = input;
  if (RecoveryPointArn ?? ResourceArn) return String(RecoveryPointArn ?? ResourceArn);
  if (BackupVaultName) return vaultArn(place, String(BackupVaultName));
  if (BackupPlanId) return planArn(place, String(BackupPlanId));
  return RestoreTestingPlanName ? testingPlanArn(place, `${RestoreTestingPlanName}-*`) : "*";
}

/** Throws what AWS throws for members that are missing, or aren't what the API model says. */
export function parseInput<Schema extends v.GenericSchema>(
  schema: Schema,
  members: unknown,
): v.InferOutput<Schema> {
  const parsed = v.safeParse(schema, members);
  if (!parsed.success) throw refusal(parsed.issues[0]);
  return parsed.output;
}

type ConditionKeys = Record<string, string | string[]>;

/** The condition keys of tags that a request brings. */
export const requestTags = (tags: Record<string, string> = {}): ConditionKeys => ({
  ...Object.fromEntries(Object.entries(tags).map(([name, value]) => [`aws:RequestTag/${name}`, value])),
  ...(Object.keys(tags).length > 0 && { "aws:TagKeys": Object.keys(tags) }),
});

/** Condition keys of numbers, such as `backup:MinRetentionDays`, for those that are given. */
export const numberKeys = (given: Record<string, number | undefined>): ConditionKeys =>
  Object.fromEntries(
    Object.entries(given).flatMap(([name, value]) =>
      value === undefined ? [] : [[`backup:${name}`, String(value)]],
    ),
  );

const resourceTags = (tags: Record<string, string>) =>
  Object.fromEntries(Object.entries(tags).map(([name, value]) => [`aws:ResourceTag/${name}`, value]));

function refusal(issue: v.BaseIssue<unknown>) {
  const member = v.getDotPath(issue) ?? "The request";
  if (issue.input === undefined) return missingParameter(`${member} is required.`);
  // AWS's own sentences stand for themselves.
  return invalidParameter(
    /^[A-Z](?!nvalid )/.test(issue.message) ? issue.message : `${member}: ${issue.message}`,
  );
}
