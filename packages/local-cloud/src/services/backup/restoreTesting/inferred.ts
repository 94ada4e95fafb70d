/** What restore testing made, and plans leave alone: https://docs.aws.amazon.com/aws-backup/latest/devguide/restore-testing.html */
export const restoreTestPrefix = "awsbackup-restore-test-";

/**
 * The metadata of a restore test. Overrides take the place of what is inferred, their keys in any case.
 * https://docs.aws.amazon.com/aws-backup/latest/devguide/restore-testing-inferred-metadata.html
 */
export function inferredMetadata(
  randomUUID: () => string,
  overrides: Record<string, string> = {},
): Record<string, string> {
  const metadata: Record<string, string> = {
    deletionProtection: "false",
    encryptionType: "Default",
    targetTableName: `${restoreTestPrefix}${randomUUID()}`,
  };
  for (const [key, value] of Object.entries(overrides)) {
    const inferred = Object.keys(metadata).find((name) => name.toLowerCase() === key.toLowerCase());
    metadata[inferred ?? key] = value;
  }
  return metadata;
}
