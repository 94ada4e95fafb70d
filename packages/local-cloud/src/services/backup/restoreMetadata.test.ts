import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { keyForTable, readMetadata } from "./restoreMetadata.ts";

interface Case {
  name: string;
  metadata: Record<string, string>;
  read?: object;
  refused?: string;
}

const file = new URL("cases/restoreMetadata.json", import.meta.url);
const { cases }: { cases: Case[] } = JSON.parse(readFileSync(file, "utf8"));

describe("restore metadata", () => {
  it.each(cases.filter(({ read }) => read))("takes $name", ({ metadata, read }) => {
    expect(readMetadata(metadata)).toEqual(read);
  });

  it.each(cases.filter(({ refused }) => refused))("refuses $name", ({ metadata, refused }) => {
    expect(() => readMetadata(metadata)).toThrow(
      expect.objectContaining({
        code: "InvalidParameterValueException",
        message: expect.stringContaining(`Invalid restore metadata. ${refused}`),
      }),
    );
  });

  it("takes a name of 255 letters and no more", () => {
    expect(readMetadata({ targetTableName: "a".repeat(255) })).toBeDefined();
    expect(() => readMetadata({ targetTableName: "a".repeat(256) })).toThrow("3 to 255 letters");
  });
});

// https://docs.aws.amazon.com/aws-backup/latest/devguide/advanced-ddb-backup.html#advanced-ddb-backup-restore and
// https://docs.aws.amazon.com/aws-backup/latest/devguide/restoring-dynamodb.html
describe("the key of a restored table", () => {
  const managed = "arn:aws:backup:us-east-1:123456789012:recovery-point:p";
  const native = "arn:aws:dynamodb:us-east-1:123456789012:table/Item/backup/01547087347000-c8b6kdk3";
  it.each([
    ["that of the source without a word on it", managed, {}, "source"],
    ["one that AWS owns for a backup of DynamoDB's without a word on it", native, {}, undefined],
    ["one that AWS owns for Default", managed, { encryptionType: "Default" }, undefined],
    ["DynamoDB's own for KMS without a key", managed, { encryptionType: "KMS" }, "alias/aws/dynamodb"],
    [
      "the given one",
      native,
      { encryptionType: "KMS", kmsMasterKeyArn: "arn:aws:kms:us-east-1:123456789012:key/k" },
      "arn:aws:kms:us-east-1:123456789012:key/k",
    ],
  ])("is %s", (_, arn, metadata, key) => {
    const read = readMetadata({ targetTableName: "New", ...metadata });
    expect(keyForTable(read, { arn, tableKeyArn: "source" } as never)).toBe(key);
  });
});
