import { fitsAround } from "../../wildcards.ts";
import { restoreTestPrefix } from "./restoreTesting/inferred.ts";

interface TagCondition {
  ConditionType?: "STRINGEQUALS";
  ConditionKey: string;
  ConditionValue: string;
}

/** Which resources a plan backs up, as the API has it. */
export interface SelectionRules {
  Resources?: string[];
  NotResources?: string[];
  ListOfTags?: TagCondition[];
  Conditions?: {
    StringEquals?: TagCondition[];
    StringNotEquals?: TagCondition[];
    StringLike?: TagCondition[];
    StringNotLike?: TagCondition[];
  };
}

type Tags = Record<string, string>;
type Test = (condition: TagCondition, tags: Tags) => boolean;

/** AWS Backup leaves alone what restore testing made: https://docs.aws.amazon.com/aws-backup/latest/devguide/restore-testing.html */
const restoreTestTag = "awsbackup-restore-test";

/**
 * ListOfTags: any of them (OR). Conditions: all of them (AND). Resources widen what ListOfTags selects and are narrowed
 * by Conditions; with no rule at all everything is selected.
 * https://docs.aws.amazon.com/aws-backup/latest/devguide/API_BackupSelection.html
 */
export function selects(rules: SelectionRules, arn: string, tags: Tags): boolean {
  const { Resources = [], NotResources = [], ListOfTags = [], Conditions = {} } = rules;
  if (arn.includes(`:table/${restoreTestPrefix}`) || restoreTestTag in tags) return false;
  if (NotResources.some((pattern) => matches(pattern, arn))) return false;
  const listed = Resources.some((pattern) => matches(pattern, arn));
  const tagged = ListOfTags.some((condition) => equals(condition, tags));
  if (Resources.length + ListOfTags.length > 0 && !listed && !tagged) return false;
  return tests.every(([operator, test]) =>
    (Conditions[operator] ?? []).every((condition) => test(condition, tags)),
  );
}

/**
 * Whether a selection names a resource, or resources of its type, and not by tags only: then it is backed up even
 * where its service isn't opted in.
 * https://docs.aws.amazon.com/aws-backup/latest/devguide/API_UpdateRegionSettings.html
 */
export const namesResource = ({ Resources = [] }: SelectionRules, arn: string): boolean =>
  Resources.some((pattern) => pattern !== "*" && matches(pattern, arn));

const tagOf = ({ ConditionKey }: TagCondition, tags: Tags): string | undefined => {
  const name = ConditionKey.replace(/^aws:ResourceTag\//, "");
  return Object.hasOwn(tags, name) ? tags[name] : undefined;
};
const equals: Test = (condition, tags) => tagOf(condition, tags) === condition.ConditionValue;
const like: Test = (condition, tags) => {
  const value = tagOf(condition, tags);
  return value !== undefined && matches(condition.ConditionValue, value);
};

const tests: [keyof NonNullable<SelectionRules["Conditions"]>, Test][] = [
  ["StringEquals", equals],
  ["StringNotEquals", (condition, tags) => !equals(condition, tags)],
  ["StringLike", like],
  ["StringNotLike", (condition, tags) => !like(condition, tags)],
];

/** `*` stands for any text. */
const matches = (pattern: string, text: string) => fitsAround(pattern.split("*"), text);
