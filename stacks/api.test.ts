import { protectingTag } from "@holdfast/backup-policy";
import { describe, expect, it } from "vitest";
import { policy } from "./policy.ts";
import { modelTables, ofType, stack } from "./testing/assembly.ts";

describe("every table of the API", () => {
  const properties = () => modelTables().map(([, { Properties }]) => Properties);

  it("is there", () => {
    expect(modelTables()).toHaveLength(4);
  });

  it("has point-in-time recovery and deletion protection", () => {
    for (const table of properties()) {
      expect(table.PointInTimeRecoverySpecification).toEqual({
        PointInTimeRecoveryEnabled: true,
        RecoveryPeriodInDays: policy.continuous!.days,
      });
      expect(table.DeletionProtectionEnabled).toBe(true);
    }
  });

  it("has the tag that the policy selects by", () => {
    const { key, value } = protectingTag(policy)!;
    for (const table of properties()) expect(table.Tags).toContainEqual({ Key: key, Value: value });
  });

  it("has a stream, from which deletions are known", () => {
    for (const table of properties()) {
      expect(table.StreamSpecification).toEqual({ StreamViewType: "NEW_AND_OLD_IMAGES" });
    }
  });

  it("survives the stack where the stage lasts", () => {
    const policies = (stage: "prod" | "local") =>
      modelTables(stage).map(([, { DeletionPolicy }]) => DeletionPolicy);
    expect(new Set(policies("prod"))).toEqual(new Set(["Retain"]));
    expect(new Set(policies("local"))).toEqual(new Set(["Delete"]));
  });
});

it("lets users in by the user pool and the verifier by IAM", () => {
  stack("Api").hasResourceProperties("AWS::AppSync::GraphQLApi", {
    AuthenticationType: "AMAZON_COGNITO_USER_POOLS",
    AdditionalAuthenticationProviders: [{ AuthenticationType: "AWS_IAM" }],
  });
});

it("logs requests and errors, without what users sent and got", () => {
  stack("Api").hasResourceProperties("AWS::AppSync::GraphQLApi", {
    LogConfig: { ExcludeVerboseContent: true, FieldLogLevel: "ERROR" },
  });
});

it("makes no buckets and custom resources for Amplify's tools", () => {
  const inApi = (type: string) => ofType(type).filter(([where]) => where.startsWith("prod-holdfast-Api"));
  expect([...inApi("AWS::S3::Bucket"), ...inApi("AWS::Lambda::Function")]).toEqual([]);
});

it("says its address and tables", () => {
  const outputs = stack("Api").findOutputs("*");
  expect(Object.keys(outputs)).toEqual(expect.arrayContaining(["GraphqlUrl", "Tables"]));
  const tables = JSON.parse(joined(outputs.Tables?.Value));
  expect(tables.map(({ model }: { model: string }) => model)).toEqual([
    "Category",
    "Item",
    "Verification",
    "ProtectedTable",
  ]);
});

/** The text of a Fn::Join with its references left blank. */
function joined(value: { "Fn::Join": [string, unknown[]] }): string {
  return value["Fn::Join"][1].map((part) => (typeof part === "string" ? part : "")).join("");
}
