import { describe, expect, it } from "vitest";
import { isSupplied } from "./conditionKeys.ts";
import { globalContext } from "./context.ts";
import { inline, roleArn, testIam } from "./testing.ts";
import { untestedConditions } from "./untested.ts";

const conditionsOf = (Condition: object, Action: unknown = "dynamodb:*") =>
  untestedConditions({
    name: "p",
    source: "app/Reader",
    document: {
      Version: "2012-10-17",
      Statement: [{ Sid: "Net", Effect: "Allow", Action, Resource: "*", Condition }],
    },
  });

describe("untestedConditions", () => {
  it("names policy, statement, key and what comes of it", () => {
    expect(conditionsOf({ StringEquals: { "aws:SourceVpc": "vpc-1" } })).toEqual([
      'p, statement 1 ("Net") (app/Reader): the condition StringEquals aws:sourcevpc of this Allow is never met here, because no request to the local cloud comes with that key; in AWS it may be',
    ]);
  });

  it.each([
    [{ StringEquals: { "aws:SourceVpc": "v" } }, "never"],
    [{ "ForAnyValue:StringNotEquals": { "aws:SourceVpc": "v" } }, "never"],
    [{ Null: { "aws:SourceVpc": "false" } }, "never"],
    [{ StringNotEquals: { "aws:SourceVpc": "v" } }, "always"],
    [{ StringEqualsIfExists: { "aws:SourceVpc": "v" } }, "always"],
    [{ "ForAllValues:StringEquals": { "aws:SourceVpc": "v" } }, "always"],
    [{ Null: { "aws:SourceVpc": "true" } }, "always"],
  ])("says of %j that it is %s met", (condition, met) => {
    expect(conditionsOf(condition)[0]).toContain(`is ${met} met here`);
  });

  it("says nothing of keys that requests come with, and of a service's own only for that service", () => {
    expect(conditionsOf({ Bool: { "AWS:SecureTransport": "true" } })).toEqual([]);
    expect(conditionsOf({ StringEquals: { "aws:PrincipalTag/team": "a" } })).toEqual([]);
    const prefix = { StringLike: { "s3:prefix": "a/*" } };
    expect(conditionsOf(prefix, "s3:ListBucket")).toEqual([]);
    expect(conditionsOf(prefix, "*")).toEqual([]);
    expect(conditionsOf(prefix, ["dynamodb:GetItem"])).toHaveLength(1);
    expect(conditionsOf({ "ForAllValues:StringEquals": { "dynamodb:LeadingKeys": "a" } })).toHaveLength(1);
  });
});

describe("the local cloud", () => {
  it("warns of what its roles ask in vain, and once of what is asked on a resource", async () => {
    const { iam, role, resourcePolicies, log } = testIam();
    const never = { Condition: { StringEquals: { "aws:SourceVpc": "v" } } };
    await role("reader", inline("dynamodb:GetItem", "*", never));
    expect(iam.warnings).toEqual([
      expect.stringContaining("inline, statement 1 (app/reader): the condition StringEquals aws:sourcevpc"),
    ]);
    const bucket = "arn:aws:s3:::b";
    const policy = { Effect: "Deny", Principal: "*", Action: "s3:*", Resource: "*", ...never };
    resourcePolicies.set(bucket, { Statement: policy });
    for (const _ of [1, 2])
      expect(() => iam.authorize(iam.principalOfRole(roleArn("reader")), "s3:ListBucket", bucket)).toThrow();
    expect(log.filter((line) => line.includes("never met here"))).toEqual([
      expect.stringContaining(
        `of ${bucket}, statement 1: the condition StringEquals aws:sourcevpc of this Deny`,
      ),
    ]);
  });
});

describe("the keys that a request comes with", () => {
  it("are all said to be tested", async () => {
    const { iam, role } = testIam();
    await role("reader", { Tags: [{ Key: "team", Value: "blue" }] });
    const caller = { ...iam.principalOfRole(roleArn("reader")), request: { userAgent: "a", referer: "b" } };
    const keys = globalContext(caller, "*", {
      place: { accountId: "123456789012", region: "us-east-1", partition: "aws" },
      now: new Date(),
      role: iam.roles.get(roleArn("reader")),
    });
    expect(Object.keys(keys).filter((key) => !isSupplied(key, []))).toEqual([]);
  });
});
