import * as v from "valibot";
import { invalidParameter } from "../errors.ts";
import { long, text } from "../members.ts";
import { readMetadata } from "../restoreMetadata.ts";
import { dynamoDb } from "../views.ts";
import { requireRange, testingName } from "./planInput.ts";
import type { TestingSelection } from "./plans.ts";

const conditions = v.optional(v.array(v.object({ Key: text, Value: v.string() })));

const settings = {
  ProtectedResourceArns: v.optional(v.array(text)),
  ProtectedResourceConditions: v.optional(
    v.object({ StringEquals: conditions, StringNotEquals: conditions }),
  ),
  RestoreMetadataOverrides: v.optional(v.record(v.string(), v.string())),
  ValidationWindowHours: v.optional(long),
};

/** https://docs.aws.amazon.com/aws-backup/latest/devguide/API_RestoreTestingSelectionForCreate.html */
export const newSelectionInput = v.object({
  RestoreTestingSelectionName: testingName,
  IamRoleArn: text,
  ProtectedResourceType: v.picklist(
    ["Aurora", "DocumentDB", dynamoDb, "EBS", "EC2", "EFS", "FSx", "Neptune", "RDS", "S3"],
    ({ input }) => `restores of the type ${input} can't be tested`,
  ),
  ...settings,
});

/** https://docs.aws.amazon.com/aws-backup/latest/devguide/API_RestoreTestingSelectionForUpdate.html */
export const selectionChangeInput = v.object({ IamRoleArn: v.optional(text), ...settings });

type Settings = Pick<
  TestingSelection,
  | "IamRoleArn"
  | "ProtectedResourceType"
  | "ProtectedResourceArns"
  | "ProtectedResourceConditions"
  | "RestoreMetadataOverrides"
  | "ValidationWindowHours"
>;

/** https://docs.aws.amazon.com/aws-backup/latest/devguide/restore-testing.html#restore-testing-quotas */
const most = { arns: 30, conditions: 30 };
const longestValidation = 168;

/** The selection's settings: what isn't given stays. Throws InvalidParameterValueException for those that can't work. */
export function settingsOf(
  given: Partial<Settings>,
  { ValidationWindowHours = 0, ...before }: Partial<Settings> = {},
): Settings {
  const merged = { ValidationWindowHours, ...before, ...given } as Settings;
  requireRange("ValidationWindowHours", merged.ValidationWindowHours, 0, longestValidation);
  requireResources(merged);
  if (merged.ProtectedResourceType === dynamoDb) requireOverrides(merged.RestoreMetadataOverrides);
  return merged;
}

/** "Cannot select by both protected resource types AND specific ARNs. Request will fail if both are included." */
function requireResources(settings: Settings): void {
  const { ProtectedResourceArns: arns = [], ProtectedResourceConditions: conditions = {} } = settings;
  const all = [...(conditions.StringEquals ?? []), ...(conditions.StringNotEquals ?? [])];
  const isWild = arns.includes("*");
  if (arns.length + all.length === 0)
    throw invalidParameter("Either ProtectedResourceArns or ProtectedResourceConditions is needed.");
  if (isWild && arns.length > 1)
    throw invalidParameter("ProtectedResourceArns has either * alone or whole ARNs.");
  if (!isWild && arns.length > 0 && all.length > 0)
    throw invalidParameter("ProtectedResourceArns and ProtectedResourceConditions can't both be given.");
  if (arns.length > most.arns)
    throw invalidParameter(`ProtectedResourceArns has ${arns.length} ARNs and may have ${most.arns}.`);
  if (all.length > most.conditions)
    throw invalidParameter(
      `ProtectedResourceConditions has ${all.length} conditions and may have ${most.conditions}.`,
    );
  const strange = arns.find((arn) => arn !== "*" && (!arn.startsWith("arn:") || arn.includes("*")));
  if (strange !== undefined) throw invalidParameter(`${strange} isn't the whole ARN of a resource.`);
  // https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/backup_restore_testing_selection
  const wrong = all.find(({ Key }) => !/^aws:ResourceTag\/./.test(Key));
  if (wrong) throw invalidParameter(`The condition's key ${wrong.Key} has to begin with aws:ResourceTag/.`);
}

/** https://docs.aws.amazon.com/aws-backup/latest/devguide/restore-testing-inferred-metadata.html */
const overridable = ["encryptionType", "kmsMasterKeyArn"];

function requireOverrides(overrides: Record<string, string> = {}): void {
  const known = overridable.map((name) => name.toLowerCase());
  const other = Object.keys(overrides).find((key) => !known.includes(key.toLowerCase()));
  if (other !== undefined) {
    throw invalidParameter(
      `RestoreMetadataOverrides can't have ${other}: for DynamoDB it takes ${overridable.join(" and ")}.`,
    );
  }
  readMetadata({ targetTableName: "any", ...overrides });
}
