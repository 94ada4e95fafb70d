import { expect, test } from "vitest";
import { noValue, references, resolve, type Scope } from "./intrinsics.ts";

const scope: Scope = {
  ref: (name) => ({ Bucket: "my-bucket", "AWS::Region": "us-east-1", "AWS::NoValue": noValue })[name],
  getAtt: (id, attribute) => `${id}/${attribute}`,
  condition: (name) => name === "IsProd",
  importValue: (name) => `import:${name}`,
  mapping: (...path) => path.join("/"),
};

test.each<[string, unknown, unknown]>([
  ["Ref", { Ref: "Bucket" }, "my-bucket"],
  ["Fn::GetAtt as a list", { "Fn::GetAtt": ["Table", "Arn"] }, "Table/Arn"],
  ["Fn::GetAtt as a text", { "Fn::GetAtt": "Nested.Outputs.Arn" }, "Nested/Outputs.Arn"],
  ["Fn::Join over Fn::Split", { "Fn::Join": ["-", { "Fn::Split": ["/", "a/b"] }] }, "a-b"],
  ["Fn::Select", { "Fn::Select": [1, ["a", { Ref: "Bucket" }]] }, "my-bucket"],
  [
    "Fn::Sub",
    { "Fn::Sub": "s3://${Bucket}-${AWS::Region}/${Table.Arn}/${!literal}" },
    "s3://my-bucket-us-east-1/Table/Arn/${literal}",
  ],
  ["Fn::Sub with its own names", { "Fn::Sub": ["${Name}!", { Name: { Ref: "Bucket" } }] }, "my-bucket!"],
  ["Fn::If", { "Fn::If": ["IsProd", "yes", "no"] }, "yes"],
  ["Fn::Equals", { "Fn::Equals": [{ Ref: "Bucket" }, "my-bucket"] }, true],
  [
    "Fn::And, Fn::Or, Fn::Not",
    {
      "Fn::And": [
        { "Fn::Or": [{ Condition: "Other" }, { Condition: "IsProd" }] },
        { "Fn::Not": [{ Condition: "Other" }] },
      ],
    },
    true,
  ],
  ["Fn::ImportValue", { "Fn::ImportValue": "Other:Export" }, "import:Other:Export"],
  ["Fn::FindInMap", { "Fn::FindInMap": ["Map", { Ref: "AWS::Region" }, "key"] }, "Map/us-east-1/key"],
])("resolves %s", (_, value, expected) => {
  expect(resolve(value, scope)).toEqual(expected);
});

test("leaves out what AWS::NoValue stands in for", () => {
  expect(
    resolve({ kept: 1, dropped: { Ref: "AWS::NoValue" }, list: [{ Ref: "AWS::NoValue" }, 2] }, scope),
  ).toEqual({
    kept: 1,
    list: [2],
  });
});

test("takes a policy's Condition block for what it is", () => {
  const statement = { Condition: { StringEquals: { "kms:ViaService": { Ref: "Bucket" } } } };

  expect(resolve(statement, scope)).toEqual({
    Condition: { StringEquals: { "kms:ViaService": "my-bucket" } },
  });
});

test("refuses a function it doesn't know, by name", () => {
  expect(() => resolve({ "Fn::Cidr": ["10.0.0.0/16", 6] }, scope)).toThrow("Fn::Cidr");
});

test("finds every logical id a value refers to", () => {
  const value = {
    a: { Ref: "One" },
    b: [{ "Fn::GetAtt": ["Two", "Arn"] }],
    c: { "Fn::Sub": ["${Three} ${Four.Arn} ${!Five} ${Own}", { Own: { Ref: "Six" } }] },
  };

  expect([...references(value)]).toEqual(["One", "Two", "Three", "Four", "Own", "Six"]);
});
