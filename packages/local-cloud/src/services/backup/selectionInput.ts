import * as v from "valibot";
import { invalidParameter, limitExceeded } from "./errors.ts";
import { text } from "./members.ts";
import type { SelectionRules } from "./selection.ts";

const condition = v.object({ ConditionKey: text, ConditionValue: v.string() });
const conditions = v.optional(v.array(condition));

/** https://docs.aws.amazon.com/aws-backup/latest/devguide/API_BackupSelection.html */
export const selectionInput = v.object({
  SelectionName: v.pipe(
    v.string(),
    v.regex(/^[\w.-]{1,50}$/, "it has to be 1 to 50 letters, digits, -, _ and ."),
  ),
  IamRoleArn: text,
  Resources: v.optional(v.array(text)),
  NotResources: v.optional(v.array(text)),
  ListOfTags: v.optional(
    v.array(
      v.object({
        ConditionType: v.picklist(["STRINGEQUALS"], "it has to be STRINGEQUALS"),
        ...condition.entries,
      }),
    ),
  ),
  Conditions: v.optional(
    v.object({
      StringEquals: conditions,
      StringNotEquals: conditions,
      StringLike: conditions,
      StringNotLike: conditions,
    }),
  ),
});

export type SelectionInput = v.InferOutput<typeof selectionInput>;

/** https://docs.aws.amazon.com/aws-backup/latest/devguide/aws-backup-limits.html */
const mostArns = { plain: 500, withWildcards: 30 };
const mostConditions = 30;

/** Throws InvalidParameterValueException for rules that AWS doesn't take. */
export function requireSelectionRules(rules: SelectionRules): void {
  const { Resources = [], NotResources = [], ListOfTags = [], Conditions = {} } = rules;
  if (Resources.length + ListOfTags.length === 0) {
    // AWS's words: https://github.com/hashicorp/terraform-provider-aws/pull/25436
    throw invalidParameter(
      "Invalid backup selection. Either 'ListOfTags' or 'Resources' section must be non-empty.",
    );
  }
  requireArns("Resources", Resources);
  requireArns("NotResources", NotResources);
  const all = Object.values(Conditions).flatMap((list) => list ?? []);
  if (ListOfTags.length + all.length > mostConditions) {
    throw invalidParameter(
      `Invalid backup selection. It has ${ListOfTags.length + all.length} conditions and may have ${mostConditions}.`,
    );
  }
  for (const { ConditionKey } of all) {
    if (!/^aws:ResourceTag\/./.test(ConditionKey))
      throw invalidParameter(
        `Invalid backup selection. The condition key ${ConditionKey} has to begin with aws:ResourceTag/.`,
      );
  }
}

/** Whether a selection looks for tags. */
export const isByTags = ({ ListOfTags = [], Conditions = {} }: SelectionRules): boolean =>
  [ListOfTags, ...Object.values(Conditions)].some((conditions) => (conditions?.length ?? 0) > 0);

/** https://docs.aws.amazon.com/aws-backup/latest/devguide/aws-backup-limits.html */
const mostSelections = 100;
const mostByTags = 10;

/** Throws LimitExceededException where a plan has no room for one selection more. */
export function requireRoomForSelection(rules: SelectionRules, others: SelectionRules[]): void {
  if (others.length >= mostSelections)
    throw limitExceeded(`The backup plan has ${mostSelections} selections: AWS Backup allows no more.`);
  if (isByTags(rules) && others.filter(isByTags).length >= mostByTags)
    throw limitExceeded(`The backup plan has ${mostByTags} selections by tags: AWS Backup allows no more.`);
}

function requireArns(section: string, arns: string[]): void {
  for (const arn of arns) {
    if (arn !== "*" && !/^arn:/.test(arn))
      throw invalidParameter(`Invalid backup selection. ${arn} in '${section}' is not an ARN.`);
  }
  const wild = arns.some((arn) => arn.includes("*"));
  const most = wild ? mostArns.withWildcards : mostArns.plain;
  if (arns.length > most) {
    throw invalidParameter(
      `Invalid backup selection. '${section}' has ${arns.length} ARNs and may have ${most} ${wild ? "with" : "without"} wildcards.`,
    );
  }
}
