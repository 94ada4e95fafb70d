import { describe, expect, it } from "vitest";
import type { Grant } from "./permissions.ts";
import { inline, roleArn, testIam } from "./testing.ts";

const table = "arn:aws:dynamodb:us-east-1:123456789012:table/a";
const reader = roleArn("reader");
const now = "2026-11-22T12:00:00.000Z";

/** The permissions of a role `reader` after it has made some calls; those that are denied count too. */
async function permissionsOf(properties: object, calls: [action: string, resource: string][] = []) {
  const { iam, role } = testIam();
  await role("reader", { ...properties });
  const session = iam.principalOfRole(reader);
  for (const call of calls) {
    try {
      iam.authorize(session, ...call);
    } catch {
      // A denial is part of what is told.
    }
  }
  return iam.permissions().roles[0]!;
}
const told = ({ action, times, actions, resources }: Grant) => ({
  action,
  times,
  actions,
  resources: resources.map(({ resource, used }) => `${resource}: ${used}`),
});

describe("permissions", () => {
  it("say how often each was used and when last, and which never was", async () => {
    const { name, written, calls, grants } = await permissionsOf(
      inline(["dynamodb:GetItem", "dynamodb:Scan"], table),
      [
        ["dynamodb:GetItem", table],
        ["dynamodb:GetItem", table],
      ],
    );

    expect({ name, written, calls }).toEqual({ name: "reader", written: "app/reader", calls: 2 });
    expect(grants).toEqual([
      {
        action: "dynamodb:GetItem",
        actions: ["dynamodb:GetItem"],
        resources: [{ resource: table, used: 1, times: 2 }],
        times: 2,
        last: now,
        policy: "inline",
        written: "app/reader",
      },
      {
        action: "dynamodb:Scan",
        actions: [],
        resources: [{ resource: table, used: 0, times: 0 }],
        times: 0,
        policy: "inline",
        written: "app/reader",
      },
    ]);
  });

  it("say of a wildcard what was really used of it", async () => {
    const { grants } = await permissionsOf(inline("dynamodb:Get*", `${table}*`), [
      ["dynamodb:GetItem", table],
      ["dynamodb:GetItem", `${table}2`],
      ["dynamodb:GetRecords", `${table}/stream/1`],
    ]);

    expect(grants.map(told)).toEqual([
      {
        action: "dynamodb:Get*",
        times: 3,
        actions: ["dynamodb:GetItem", "dynamodb:GetRecords"],
        resources: [`${table}*: 3`],
      },
    ]);
  });

  it("say which of a statement's resources were never used", async () => {
    const Resource = [table, `${table}2`];
    const { grants } = await permissionsOf(inline("dynamodb:GetItem", Resource as unknown as string), [
      ["dynamodb:GetItem", table],
    ]);

    expect(grants.map(told)).toEqual([
      {
        action: "dynamodb:GetItem",
        times: 1,
        actions: ["dynamodb:GetItem"],
        resources: [`${table}: 1`, `${table}2: 0`],
      },
    ]);
  });

  it("take any value for a variable's, and tell of NotAction and NotResource as one", async () => {
    const Statement = [
      { Effect: "Allow", Action: "s3:GetObject", Resource: "arn:aws:s3:::b/${aws:userid}/*" },
      { Effect: "Allow", NotAction: ["iam:*", "s3:*"], NotResource: [table] },
    ];
    const { grants } = await permissionsOf(
      { Policies: [{ PolicyName: "p", PolicyDocument: { Version: "2012-10-17", Statement } }] },
      [["kms:ListKeys", "*"]],
    );

    expect(grants.map(told)).toEqual([
      { action: "s3:GetObject", times: 0, actions: [], resources: ["arn:aws:s3:::b/${aws:userid}/*: 0"] },
      {
        action: "all but iam:*, s3:*",
        times: 1,
        actions: ["kms:ListKeys"],
        resources: [`all but ${table}: 1`],
      },
    ]);
  });

  it("tell of denials, and grant nothing by a Deny", async () => {
    const { grants, denials, calls } = await permissionsOf(inline("s3:*", "*", { Effect: "Deny" }), [
      ["s3:GetObject", "arn:aws:s3:::b/k"],
      ["dynamodb:GetItem", table],
      ["dynamodb:GetItem", table],
    ]);

    expect(grants).toEqual([]);
    expect(calls).toBe(3);
    expect(denials).toEqual([
      {
        action: "s3:GetObject",
        resource: "arn:aws:s3:::b/k",
        times: 1,
        last: now,
        why: "statement 1 of the identity-based policy inline denies it (see app/reader)",
      },
      {
        action: "dynamodb:GetItem",
        resource: table,
        times: 2,
        last: now,
        why: `no identity-based policy allows dynamodb:GetItem on ${table} (see app/reader)`,
      },
    ]);
  });

  it("tell of AWS's own policies what was used of them: nobody can trim those", async () => {
    const arn = "arn:aws:iam::aws:policy/AdministratorAccess";
    const { grants, managed } = await permissionsOf({ ManagedPolicyArns: [arn] }, [
      ["dynamodb:GetItem", table],
    ]);

    expect(grants).toEqual([]);
    expect(managed).toEqual([{ arn, actions: ["dynamodb:GetItem"] }]);
  });
});
