import type { Principal } from "../../service.ts";
import type { Rooms } from "./rooms.ts";

/** The keys that AWS manages for its services serve everyone of the account. */
type OwnKey = "alias/aws/backup" | "alias/aws/dynamodb";

/**
 * Asks KMS in a role's name, as DynamoDB does for AWS Backup: the policies that AWS gives its roles let them use keys
 * through DynamoDB only.
 * https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AWSBackupServiceRolePolicyForRestores.html
 */
export function requireKeyUse(
  { authorize, kms, place }: Pick<Rooms, "authorize" | "kms" | "place">,
  role: Principal,
  keyArn: string,
  actions: string[],
  ownKey: OwnKey,
): void {
  if (keyArn === kms.keyArn(ownKey)) return;
  const context = {
    "aws:CalledVia": ["dynamodb.amazonaws.com"],
    "aws:ViaAWSService": "true",
    "kms:ViaService": `dynamodb.${place.region}.amazonaws.com`,
    "kms:CallerAccount": role.accountId,
  };
  for (const action of actions) {
    authorize(role, action, keyArn, {
      ...context,
      ...(action === "kms:CreateGrant" && { "kms:GrantIsForAWSResource": "true" }),
    });
  }
}

/**
 * What DynamoDB asks for to encrypt a table with a customer's key:
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/encryption.usagenotes.html
 */
export const tableKeyUse = [
  "kms:DescribeKey",
  "kms:Encrypt",
  "kms:Decrypt",
  "kms:ReEncryptFrom",
  "kms:ReEncryptTo",
  "kms:GenerateDataKey",
  "kms:GenerateDataKeyWithoutPlaintext",
  "kms:CreateGrant",
];

/** How a job tells that it may not use a key, and that nobody can. */
export interface KeyWords {
  denied: string;
  unusable: string;
}

/** https://docs.aws.amazon.com/aws-backup/latest/devguide/backup-dashboards.html#problematic-reasons */
export const backupKeyWords: KeyWords = {
  denied: "KMS key is either disabled or pending deletion or access to KMS key is denied.",
  unusable: "KMS key is either disabled or pending deletion or access to KMS key is denied.",
};

/** https://docs.aws.amazon.com/aws-backup/latest/devguide/restore-testing.html#restore-testing-troubleshooting */
export const restoreKeyWords: KeyWords = {
  denied: "Access denied to KMS key.",
  unusable:
    "The specified AWS KMS key ARN does not exist, is not enabled or you do not have permissions to access it.",
};

const unusable = new Set(["DisabledException", "KMSInvalidStateException", "NotFoundException"]);

/** A key is there no more, or isn't for the one who asks. */
export class KeyRefused extends Error {
  override readonly name = "KeyRefused";
}

/** Puts what KMS refuses into AWS Backup's words, with KMS's own after them. Throws KeyRefused. */
export function inWords<T>({ denied, ...words }: KeyWords, ask: () => T): T {
  try {
    return ask();
  } catch (cause) {
    const { name, message } = cause as Error;
    if (name === "AccessDeniedException") throw new KeyRefused(`${denied} ${message}`, { cause });
    if (unusable.has(name)) throw new KeyRefused(`${words.unusable} ${message}`, { cause });
    throw cause;
  }
}
