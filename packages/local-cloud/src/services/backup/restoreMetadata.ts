import { invalidParameter } from "./errors.ts";
import type { RecoveryPoint } from "./points.ts";
import type { Rooms } from "./rooms.ts";

export interface RestoreMetadata {
  targetTableName: string;
  encryptionType?: "Default" | "KMS";
  kmsMasterKeyArn?: string;
}

const known = [
  "targetTableName",
  "encryptionType",
  "kmsMasterKeyArn",
  "originalTableName",
  "aws:backup:request-id",
];

/**
 * Keys are taken in any case. Throws InvalidParameterValueException.
 * https://docs.aws.amazon.com/aws-backup/latest/devguide/restoring-dynamodb.html
 */
export function readMetadata(metadata: Record<string, string>): RestoreMetadata {
  const values = new Map<string, string>();
  for (const [key, value] of Object.entries(metadata)) {
    const name = known.find((one) => one.toLowerCase() === key.toLowerCase());
    if (!name) throw invalid(`Unknown key ${key}; a DynamoDB table takes ${known.slice(0, 3).join(", ")}.`);
    values.set(name, value);
  }
  const targetTableName = values.get("targetTableName");
  if (targetTableName === undefined) throw invalid("Missing required metadata: targetTableName.");
  if (!/^[a-zA-Z0-9_.-]{3,255}$/.test(targetTableName)) {
    throw invalid(
      `targetTableName is "${targetTableName}"; a table's name has 3 to 255 letters, digits, _, . and -.`,
    );
  }
  const type = values.get("encryptionType")?.toLowerCase();
  const kmsMasterKeyArn = values.get("kmsMasterKeyArn");
  if (type !== undefined && type !== "default" && type !== "kms") {
    throw invalid(`encryptionType is "${values.get("encryptionType")}"; it has to be Default or KMS.`);
  }
  if (kmsMasterKeyArn !== undefined && type !== "kms") {
    throw invalid("kmsMasterKeyArn is given, but encryptionType isn't KMS.");
  }
  return {
    targetTableName,
    encryptionType: type && (type === "kms" ? "KMS" : "Default"),
    kmsMasterKeyArn,
  };
}

/** The key of the restored table; undefined for one that AWS owns. Without encryptionType it stays the source's. */
export function tableKey(
  metadata: RestoreMetadata,
  point: RecoveryPoint,
  { kms }: Rooms,
): string | undefined {
  if (metadata.encryptionType === undefined) return point.tableKeyArn;
  if (metadata.encryptionType === "Default") return undefined;
  try {
    return kms.keyArn(metadata.kmsMasterKeyArn ?? "alias/aws/dynamodb");
  } catch (cause) {
    throw invalid(`kmsMasterKeyArn can't be used: ${(cause as Error).message}.`);
  }
}

const invalid = (fault: string) => invalidParameter(`Invalid restore metadata. ${fault}`);
