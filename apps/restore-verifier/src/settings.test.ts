import { expect, test } from "vitest";
import { readSettings } from "./settings.ts";

const env = {
  TABLES:
    '[{"model":"Category","table":"Category-api"},{"model":"Verification","table":"Verification-api","mayBeEmpty":true,"mayBeRewritten":true}]',
  RPO_HOURS: "26",
};

test("reads the tables; one that may be empty or written again says so", () => {
  expect(readSettings(env).tables).toEqual([
    { model: "Category", table: "Category-api", mayBeEmpty: false, mayBeRewritten: false },
    { model: "Verification", table: "Verification-api", mayBeEmpty: true, mayBeRewritten: true },
  ]);
  expect(readSettings(env).rpoHours).toBe(26);
});

test("has a fixed prefix, and the slack of DynamoDB's backups and of clocks, where nothing else is said", () => {
  expect(readSettings(env)).toMatchObject({
    restorePrefix: "awsbackup-restore-test-holdfast-",
    pointSlackSeconds: 60,
    clockSlackSeconds: 2,
    deletionPatienceSeconds: 120,
  });
});

test("accepts a longer prefix, so that two stages in one account keep apart", () => {
  const settings = readSettings({ RESTORE_PREFIX: "awsbackup-restore-test-holdfast-prod." });
  expect(settings.restorePrefix).toBe("awsbackup-restore-test-holdfast-prod.");
});

test("knows the ARN of a table by where the functions are", () => {
  const settings = readSettings({
    AWS_REGION: "cn-north-1",
    RESTORE_ROLE_ARN: "arn:aws-cn:iam::123456789012:role/Restore",
  });
  expect(settings.tableArn("Item-api")).toBe("arn:aws-cn:dynamodb:cn-north-1:123456789012:table/Item-api");
});

test.each([
  ["tables", {}, "The environment variable TABLES is not as expected"],
  ["tables", { TABLES: "Category" }, "The environment variable TABLES"],
  ["tables", { TABLES: "[]" }, "The environment variable TABLES"],
  ["tables", { TABLES: '[{"model":"Two-Words","table":"t"}]' }, "0.model"],
  ["rpoHours", { RPO_HOURS: "a day" }, "The environment variable RPO_HOURS"],
  ["graphqlUrl", { GRAPHQL_URL: "graphql" }, "The environment variable GRAPHQL_URL"],
  ["restorePrefix", { RESTORE_PREFIX: "Category-" }, "The environment variable RESTORE_PREFIX"],
  // Kept too short, a deletion would be missed, and a sound restore fail for it.
  ["deletionsKeptDays", {}, "The environment variable DELETIONS_KEPT_DAYS"],
  ["vaultName", {}, "The environment variable VAULT_NAME"],
] as const)("refuses %s out of %j", (name, wrong, message) => {
  expect(() => readSettings(wrong)[name]).toThrow(message);
});
