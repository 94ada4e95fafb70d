import { describe, expect, it } from "vitest";
import { inline, roleArn, testIam, trusting } from "./testing.ts";

const table = "arn:aws:dynamodb:us-east-1:123456789012:table/a";
const vault = "arn:aws:backup:us-east-1:123456789012:backup-vault:v";
const reader = roleArn("reader");

const statements = [
  { Effect: "Allow", Action: "s3:GetObject", Resource: "*" },
  { Effect: "Allow", Action: "dynamodb:GetItem", Resource: table },
  { Sid: "NotThere", Effect: "Deny", Action: "dynamodb:Scan", Resource: "*" },
];

/** A role that is written in the stacks, each of its statements on a line of its own. */
async function writtenRole(properties: Record<string, unknown>) {
  const test = testIam();
  await test.role("reader", properties);
  test.iam.written.note({
    source: "app/reader",
    properties: { AssumeRolePolicyDocument: trusting({ Service: "lambda.amazonaws.com" }), ...properties },
    result: { ref: "reader", attributes: { Arn: reader } },
    origin: {
      path: "App/Reader",
      at: ["stacks/function.ts:23", "stacks/app.ts:7"],
      statements: {
        "AssumeRolePolicyDocument/Statement/0": ["stacks/function.ts:24"],
        ...Object.fromEntries(
          statements.map((_, index) => [
            `Policies/0/PolicyDocument/Statement/${index}`,
            [`stacks/permissions.ts:${index + 1}`],
          ]),
        ),
      },
    },
  });
  return test;
}
const written = () =>
  writtenRole({ Policies: [{ PolicyName: "p", PolicyDocument: { Statement: statements } }] });

describe("a denial in the log names the line to change:", () => {
  it.each([
    ["dynamodb:GetItem", `${table}2`, "stacks/permissions.ts:2", "the statement that allows it elsewhere"],
    ["dynamodb:Scan", table, "stacks/permissions.ts:3", "the statement that denies it"],
    ["s3:PutObject", "arn:aws:s3:::b/k", "stacks/permissions.ts:1", "the statement about the service"],
    ["kms:ListKeys", "*", "stacks/function.ts:23", "the role, where no statement is about the service"],
  ])("for %s on %s %s, %4$s", async (action, resource, line) => {
    const { iam, log } = await written();
    expect(() => iam.authorize(iam.principalOfRole(reader), action, resource)).toThrow();
    expect(log[0]).toContain(`(see ${line} (App/Reader))`);
  });

  it("the trust policy of a role that a service may not work with", async () => {
    const { iam, log } = await written();
    expect(() => iam.principalOfRole(reader, "states.amazonaws.com")).toThrow();
    expect(log[0]).toContain("(see stacks/function.ts:24 (App/Reader))");
  });

  it("a resource's policy, and the resource where its policy doesn't say anything of the action", async () => {
    const { iam, resourcePolicies, log } = testIam();
    const AccessPolicy = {
      Statement: [{ Effect: "Deny", Principal: "*", Action: "backup:DeleteRecoveryPoint", Resource: "*" }],
    };
    resourcePolicies.set(vault, AccessPolicy);
    iam.written.note({
      source: "app/Vault",
      properties: { AccessPolicy },
      result: { ref: "v", attributes: { BackupVaultArn: vault } },
      origin: {
        path: "App/Vault",
        at: ["stacks/vault.ts:1"],
        statements: { "AccessPolicy/Statement/0": ["stacks/vault.ts:4"] },
      },
    });
    const { principal } = iam.find(iam.administrator.accessKeyId)!;
    expect(() => iam.authorize(principal, "backup:DeleteRecoveryPoint", vault)).toThrow();
    const service = { arn: "sns.amazonaws.com", accountId: "" };
    expect(() => iam.authorize(service, "backup:StartBackupJob", vault)).toThrow();
    expect(log[0]).toContain("(see stacks/vault.ts:4 (App/Vault))");
    expect(log[1]).toContain("(see stacks/vault.ts:1 (App/Vault))");
  });

  it("the construct or the resource of the template, where no line is known", async () => {
    const { iam, role, log } = testIam();
    await role("reader", inline("s3:GetObject", "*"));
    expect(() => iam.authorize(iam.principalOfRole(reader), "s3:PutObject", "*")).toThrow();
    iam.written.note({
      source: "app/reader",
      properties: {},
      result: { ref: "reader" },
      origin: { path: "App/Reader", at: [], statements: {} },
    });
    expect(() => iam.authorize(iam.principalOfRole(reader), "s3:PutObject", "*")).toThrow();
    expect(log[0]).toContain("(see app/reader)");
    expect(log[1]).toContain("(see App/Reader)");
  });
});
