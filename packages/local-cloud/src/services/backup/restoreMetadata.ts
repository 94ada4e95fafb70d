import { isManaged } from "./arns.ts";
import { invalidParameter } from "./errors.ts";
import type { RecoveryPoint } from "./points.ts";

export interface RestoreMetadata {
  targetTableName: string;
  encryptionType?: "Default" | "KMS";
  kmsMasterKeyArn?: string;
  deletionProtection: boolean;
}

/**
 * What GetRecoveryPointRestoreMetadata gives isn't all of it: the original table's name is none of these.
 * https://docs.aws.amazon.com/aws-backup/latest/devguide/restoring-dynamodb.html#ddb-restore-cli and, for
 * deletionProtection, https://docs.aws.amazon.com/aws-backup/latest/devguide/restore-testing-inferred-metadata.html
 */
const known = [
  "targetTableName",
  "encryptionType",
  "kmsMasterKeyArn",
  "deletionProtection",
  "aws:backup:request-id",
];

/** Keys are taken in any case. Throws InvalidParameterValueException. */
export function readMetadata(metadata: Record<string, string>): RestoreMetadata {
  const values = valuesOf(metadata);
  const targetTableName = values.get("targetTableName");
  if (targetTableName === undefined) throw invalid("Missing required metadata: targetTableName.");
  if (!/^[a-zA-Z0-9_.-]{3,255}$/.test(targetTableName)) {
    throw invalid(
      `targetTableName is "${targetTableName}"; a table's name has 3 to 255 letters, digits, _, . and -.`,
    );
  }
  return {
    targetTableName,
    ...readEncryption(values),
    deletionProtection: oneOf(values, "deletionProtection", ["true", "false"]) === "true",
  };
}

function valuesOf(metadata: Record<string, string>): Map<string, string> {
  const values = new Map<string, string>();
  for (const [key, value] of Object.entries(metadata)) {
    const name = known.find((one) => one.toLowerCase() === key.toLowerCase());
    if (!name) throw invalid(`Unknown key ${key}; a DynamoDB table takes ${known.join(", ")}.`);
    if (values.has(name)) throw invalid(`${name} is given twice.`);
    values.set(name, value);
  }
  return values;
}

function readEncryption(
  values: Map<string, string>,
): Pick<RestoreMetadata, "encryptionType" | "kmsMasterKeyArn"> {
  const encryptionType = oneOf(values, "encryptionType", ["Default", "KMS"]);
  const kmsMasterKeyArn = values.get("kmsMasterKeyArn");
  if (kmsMasterKeyArn === undefined) return { encryptionType };
  if (encryptionType !== "KMS") throw invalid("kmsMasterKeyArn is given, but encryptionType isn't KMS.");
  if (!/^arn:[\w-]+:kms:[\w-]+:\d{12}:(key|alias)\/.+$/.test(kmsMasterKeyArn))
    throw invalid(`kmsMasterKeyArn is "${kmsMasterKeyArn}"; it has to be the ARN of a KMS key.`);
  return { encryptionType, kmsMasterKeyArn };
}

function oneOf<Value extends string>(
  values: Map<string, string>,
  key: string,
  choices: [Value, Value],
): Value | undefined {
  const given = values.get(key);
  const choice = choices.find((one) => one.toLowerCase() === given?.toLowerCase());
  if (given === undefined || choice) return choice;
  throw invalid(`${key} is "${given}"; it has to be ${choices.join(" or ")}.`);
}

/**
 * The key for the restored table, by its ARN or alias; undefined for one that AWS owns. Where nothing is asked for it
 * is the source's, but for a backup of DynamoDB's:
 * https://docs.aws.amazon.com/aws-backup/latest/devguide/advanced-ddb-backup.html#advanced-ddb-backup-restore
 */
export function keyForTable(metadata: RestoreMetadata, point: RecoveryPoint): string | undefined {
  if (metadata.encryptionType === "Default") return undefined;
  if (metadata.encryptionType === "KMS") return metadata.kmsMasterKeyArn ?? "alias/aws/dynamodb";
  return isManaged(point.arn) ? point.tableKeyArn : undefined;
}

const invalid = (fault: string) => invalidParameter(`Invalid restore metadata. ${fault}`);
