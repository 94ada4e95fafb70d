import { describe, expect, it } from "vitest";
import { toRegion } from "../rules/copies.ts";
import { days } from "../rules/duration.ts";
import { rule } from "../testing.ts";
import { KEY_USE } from "./key-use.ts";
import { ACCOUNT, actionsOf, arn, statements, template, vault } from "./testing.ts";

const ours = ["BackupRole", "RestoreRole", "ProtectedBackupAdmin"];

describe("roles", () => {
  it("name every action", () => {
    const made = template();
    const actions = ours.flatMap((role) => actionsOf(made, role));
    expect(actions.length).toBeGreaterThan(20);
    expect(actions.filter((action) => action.includes("*"))).toEqual([]);
  });

  it("restore into tables of the prefix only", () => {
    const onTables = statements(template(), "RestoreRole").filter(({ Action }) =>
      [Action].flat().some((action) => action.startsWith("dynamodb:")),
    );
    expect(onTables.map(({ Resource }) => Resource)).toEqual([
      arn(`:dynamodb:us-east-1:${ACCOUNT}:table/awsbackup-restore-test-mine-*`),
    ]);
  });

  it("read no item to back it up", () => {
    expect(actionsOf(template(), "BackupRole").filter((action) => action.startsWith("dynamodb:"))).toEqual([
      "dynamodb:DescribeTable",
      "dynamodb:ListTagsOfResource",
      "dynamodb:StartAwsBackupJob",
    ]);
  });

  it("back up the tables that the policy names, where it names all", () => {
    const arns = ["arn:aws:dynamodb:us-east-1:123456789012:table/Orders"];
    const [onTables] = statements(template({ protect: [{ kind: "tables", arns }] }), "BackupRole");
    expect(onTables!.Resource).toEqual(arns[0]);
  });

  it("open tables under customers' keys through DynamoDB only, and restore under them", () => {
    const key = "arn:aws:kms:us-east-1:123456789012:key/tables";
    const throughDynamoDb = { "kms:ViaService": "dynamodb.us-east-1.amazonaws.com" };
    const made = template({}, { tableKeyArns: [key] });
    const onKey = (role: string) => statements(made, role).filter(({ Resource }) => Resource === key);
    expect(onKey("BackupRole")).toEqual([
      {
        Effect: "Allow",
        Action: ["kms:Decrypt", "kms:GenerateDataKey"],
        Resource: key,
        Condition: { StringEquals: throughDynamoDb },
      },
    ]);
    expect(onKey("RestoreRole").map(({ Action, Condition }) => [[Action].flat().length, Condition])).toEqual([
      [KEY_USE.length, { StringEquals: throughDynamoDb }],
      [1, { StringEquals: throughDynamoDb, Bool: { "kms:GrantIsForAWSResource": "true" } }],
    ]);
    for (const role of ours)
      expect(JSON.stringify(statements(template(), role))).not.toContain("dynamodb.us-east-1");
  });

  it("copy where the policy copies to, and nowhere else", () => {
    const made = template({
      vault: vault({ key: { multiRegion: true } }),
      rules: { daily: rule({ copies: [toRegion("eu-west-1", { keep: days(35) })] }) },
    });
    const target = arn(`:backup:eu-west-1:${ACCOUNT}:backup-vault:test-holdfast`);
    const byAction = (action: string) =>
      statements(made, "BackupRole").find(({ Action }) => Action === action);
    expect(byAction("backup:CopyIntoBackupVault")!.Resource).toEqual(target);
    expect(byAction("backup:CopyFromBackupVault")!.Condition).toEqual({
      "ForAnyValue:ArnEquals": { "backup:CopyTargets": [target] },
    });
    expect(actionsOf(template(), "BackupRole").filter((action) => action.includes("Copy"))).toEqual([]);
  });

  it.each([
    [true, "dynamodb:StartAwsBackupJob", "dynamodb:RestoreTableFromAwsBackup"],
    [false, "dynamodb:CreateBackup", "dynamodb:RestoreTableFromBackup"],
  ])("use what the DynamoDB features ask for; advanced: %s", (advancedDynamoDb, backup, restore) => {
    const made = template({ assumptions: { advancedDynamoDb } });
    expect(actionsOf(made, "BackupRole")).toContain(backup);
    expect(actionsOf(made, "RestoreRole")).toContain(restore);
  });
});
