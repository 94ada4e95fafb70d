import { describe, expect, it } from "vitest";
import type { AssumeRoleRequest } from "../assumeRole.ts";
import { roleArn, testIam } from "../testing.ts";
import { readSessionTags } from "./sessionTags.ts";

const all = ["sts:AssumeRole", "sts:TagSession", "sts:SetSourceIdentity"];
const account = "arn:aws:iam::123456789012:root";
const trust = (Action: string[], Condition: object = {}) => ({
  AssumeRolePolicyDocument: {
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Principal: { AWS: account }, Action, Condition }],
  },
});
const allow = (Action: string[]) => ({
  Policies: [
    {
      PolicyName: "p",
      PolicyDocument: { Version: "2012-10-17", Statement: [{ Effect: "Allow", Action, Resource: "*" }] },
    },
  ],
});

/** A role `first` that the administrator assumes, and `second` that `first` does. */
async function accountWith(first = trust(all), second = trust(all), actions = all) {
  const { iam, role } = testIam();
  await role("first", { ...first, ...allow(actions) });
  await role("second", second);
  const admin = iam.find(iam.administrator.accessKeyId)!.principal;
  const assume = (request: Partial<AssumeRoleRequest> = {}) =>
    iam.assumeRole(admin, { roleArn: roleArn("first"), sessionName: "one", ...request }).session;
  const chain = (request: Partial<AssumeRoleRequest>, next: Partial<AssumeRoleRequest> = {}) =>
    iam.assumeRole(assume(request), { roleArn: roleArn("second"), sessionName: "two", ...next }).session;
  return { iam, assume, chain };
}

describe("a session's tags", () => {
  it("are a permission of their own in the trust policy", async () => {
    const { assume } = await accountWith(trust(["sts:AssumeRole"]));
    expect(assume().tags).toEqual({});
    expect(() => assume({ tags: { team: "a" } })).toThrow(
      "because no role trust policy allows the sts:TagSession action",
    );
  });

  it("can be asked for by the trust policy", async () => {
    const { assume } = await accountWith(
      trust(all, {
        StringEquals: { "aws:RequestTag/team": "a" },
        "ForAllValues:StringEquals": { "aws:TagKeys": ["team"], "sts:TransitiveTagKeys": ["team"] },
      }),
    );
    expect(assume({ tags: { team: "a" }, transitiveTagKeys: ["team"] }).tags).toEqual({ team: "a" });
    expect(() => assume()).toThrow("because no role trust policy allows the sts:AssumeRole action");
    expect(() => assume({ tags: { team: "a", other: "b" } })).toThrow("no role trust policy");
  });

  it("go on to the next session where they are transitive, and nothing takes their place", async () => {
    const { chain } = await accountWith();
    const given = { tags: { team: "a", task: "b" }, transitiveTagKeys: ["Team"] };
    expect(chain(given)).toMatchObject({ tags: { Team: "a" }, transitiveTagKeys: ["Team"] });
    expect(() => chain(given, { tags: { team: "c" } })).toThrow(
      "One of the specified transitive tag keys can't be set because it conflicts with a transitive tag key from the calling session.",
    );
    expect(chain(given, { tags: { task: "c" } }).tags).toEqual({ Team: "a", task: "c" });
  });

  it.each([
    ["Tags.member.1.Key=aws:x&Tags.member.1.Value=1", "aws: is AWS's own prefix"],
    ["Tags.member.1.Key=&Tags.member.1.Value=1", "The tag key '' isn't valid"],
    [`Tags.member.1.Key=a&Tags.member.1.Value=${"x".repeat(257)}`, "The value of the tag a isn't valid"],
    [
      "Tags.member.1.Key=a&Tags.member.1.Value=1&Tags.member.2.Key=A&Tags.member.2.Value=2",
      "Duplicate tag keys found. Please note that Tag keys are case insensitive.",
    ],
    [
      "Tags.member.1.Key=a&Tags.member.1.Value=1&TransitiveTagKeys.member.1=b",
      "The specified transitive tag key must be included in the requested tags.",
    ],
    [
      Array.from({ length: 51 }, (_, i) => `Tags.member.${i}.Key=k${i}&Tags.member.${i}.Value=`).join("&"),
      "A session has at most 50 tags; these are 51.",
    ],
  ])("are refused: %.60s", (query, message) => {
    expect(() => readSessionTags(new URLSearchParams(query))).toThrow(
      expect.objectContaining({ code: "InvalidParameterValue", message: expect.stringContaining(message) }),
    );
  });
});

describe("a source identity", () => {
  it("is a permission of its own, and stays the same for all sessions after it", async () => {
    const { chain } = await accountWith();
    expect(chain({ sourceIdentity: "ann" }).sourceIdentity).toBe("ann");
    expect(() => chain({ sourceIdentity: "ann" }, { sourceIdentity: "bob" })).toThrow(
      "The source identity of the calling session is ann and can't be changed to bob.",
    );
    const { chain: without } = await accountWith(trust(all), trust(["sts:AssumeRole"]));
    expect(() => without({ sourceIdentity: "ann" })).toThrow("the sts:SetSourceIdentity action");
  });
});
