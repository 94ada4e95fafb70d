import { expect, test } from "vitest";
import type { Assembly, Template } from "./assembly/assembly.ts";
import { deploy } from "./deploy.ts";
import type { ResourceHandler } from "./service.ts";

const place = { accountId: "123456789012", region: "us-east-1", partition: "aws" } as const;

const assembly = (...stacks: [string, Template][]): Assembly => ({
  stacks: stacks.map(([id, template]) => ({
    id,
    name: `local-${id}`,
    templateFile: `${id}.template.json`,
    template,
  })),
  asset: (location) => location,
  originOf: () => undefined,
});

function recorder() {
  const made: Record<string, Record<string, unknown>> = {};
  const handler: ResourceHandler = async ({ logicalId, properties, physicalId }) => {
    made[logicalId] = properties;
    return { ref: physicalId, attributes: { Arn: `arn:${logicalId}` } };
  };
  return { made, handlers: { "Test::Thing": handler } };
}

test("makes a resource after those its properties refer to", async () => {
  const { made, handlers } = recorder();
  const template = {
    Resources: {
      User: { Type: "Test::Thing", Properties: { target: { "Fn::GetAtt": ["Used", "Arn"] } } },
      Used: { Type: "Test::Thing" },
    },
  };

  await deploy({ assembly: assembly(["A", template]), place, handlers, standIns: {} });

  expect(made).toEqual({ Used: {}, User: { target: "arn:Used" } });
});

test("carries an export of one stack into the next", async () => {
  const { made, handlers } = recorder();
  const first = {
    Resources: { T: { Type: "Test::Thing" } },
    Outputs: { Out: { Value: { "Fn::GetAtt": ["T", "Arn"] }, Export: { Name: "T-arn" } } },
  };
  const second = {
    Resources: { U: { Type: "Test::Thing", Properties: { of: { "Fn::ImportValue": "T-arn" } } } },
  };

  const { stacks } = await deploy({
    assembly: assembly(["A", first], ["B", second]),
    place,
    handlers,
    standIns: {},
  });

  expect(made.U).toEqual({ of: "arn:T" });
  expect(stacks[0]!.outputs).toMatchObject([{ key: "Out", value: "arn:T", exportName: "T-arn" }]);
});

test("gives a resource the same physical id every time", async () => {
  const template = { Resources: { T: { Type: "Test::Thing" } }, Outputs: { Name: { Value: { Ref: "T" } } } };
  const once = async () =>
    (await deploy({ assembly: assembly(["A", template]), place, ...recorder(), standIns: {} })).stacks[0]!
      .outputs;

  expect(await once()).toEqual(await once());
});

test("leaves out a resource whose condition is false", async () => {
  const { made, handlers } = recorder();
  const template = {
    Conditions: { Never: { "Fn::Equals": ["a", "b"] } },
    Resources: { T: { Type: "Test::Thing", Condition: "Never" } },
  };

  await deploy({ assembly: assembly(["A", template]), place, handlers, standIns: {} });

  expect(made).toEqual({});
});

test("warns of a type it doesn't know, naming the resource, and not of one with a stand-in", async () => {
  const template = {
    Resources: {
      Cache: { Type: "AWS::ElastiCache::CacheCluster" },
      Site: { Type: "AWS::CloudFront::Distribution" },
    },
  };

  const { warnings } = await deploy({
    assembly: assembly(["A", template]),
    place,
    handlers: {},
    standIns: { "AWS::CloudFront::Distribution": "Vite" },
  });

  expect(warnings).toEqual([
    "AWS::ElastiCache::CacheCluster doesn't run in the local cloud: local-A/Cache is left out.",
  ]);
});

test("refuses an attribute that a resource doesn't have, naming both, unless the resource is left out", async () => {
  const reads = (id: string) => ({
    Resources: { Thing: { Type: "Test::Thing" }, Site: { Type: "AWS::CloudFront::Distribution" } },
    Outputs: { Read: { Value: { "Fn::GetAtt": [id, "Size"] } } },
  });
  const options = { place, standIns: { "AWS::CloudFront::Distribution": "Vite" } };
  const of = (id: string) => deploy({ ...options, ...recorder(), assembly: assembly(["A", reads(id)]) });

  await expect(of("Thing")).rejects.toThrow(
    "local-A: the template reads Thing.Size, an attribute that Test::Thing doesn't have",
  );
  expect((await of("Site")).stacks[0]!.outputs[0]!.value).toMatch(/Site.*\.Size$/);
});
