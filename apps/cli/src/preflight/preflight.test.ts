import { describe, expect, it } from "vitest";
import { run } from "../program.ts";
import { fakeCloud, fakeWorld } from "../testing.ts";
import { account, look, policyInput, raise, text } from "./testing.ts";

it("ends with 0 where everything is as the policy takes it for granted, and changes nothing", async () => {
  const { code, passed, asked } = await look();

  expect([code, passed]).toEqual([0, true]);
  expect(asked.filter(({ name }) => !/^(Describe|Get|List)/.test(name))).toEqual([]);
});

describe("what couldn't be asked", () => {
  it("is no pass: it ends with 2, and says which permissions it takes", async () => {
    const denied = raise("AccessDeniedException", "no identity-based policy allows it");
    const { code, passed, unknown } = await look({}, { DescribeRegionSettings: denied });

    expect([code, passed]).toEqual([2, false]);
    expect(unknown).toEqual([text("assumptions.advancedDynamoDb\n")]);
    expect(unknown[0]).toContain("no identity-based policy allows it");
    expect(unknown[0]).toContain("Let whoever deploys ask: backup:DescribeRegionSettings.");
  });

  it("doesn't hide what is known to fail: that ends with 1", async () => {
    const { code, broken, unknown } = await look(
      {},
      { DescribeRegionSettings: () => ({}), DescribeKey: raise("AccessDeniedException") },
    );

    expect(code).toBe(1);
    expect([broken.length, unknown.length]).toEqual([1, 1]);
  });

  it("is everything where nobody answers: it ends with 2", async () => {
    expect((await look({}, { GetCallerIdentity: raise("ExpiredToken") })).code).toBe(2);
  });
});

it("says it to people as well: what fails first, with what to do", async () => {
  const { cloud } = fakeCloud({
    GetCallerIdentity: () => ({ Account: account, Arn: `arn:aws:iam::${account}:user/jane` }),
    DescribeRegionSettings: () => ({}),
    DescribeStacks: raise("AccessDenied", "not allowed"),
    ListBackupVaults: () => ({ BackupVaultList: [] }),
  });
  const { world, printed } = fakeWorld(cloud, { readPolicy: async () => ({ policy: policyInput() }) });

  expect(await run(["preflight", "--stage", "test"], world)).toBe(1);
  const lines = printed.join("\n").split("\n");
  expect(lines[0]).toBe("stacks/policy.ts, to be deployed as test to eu-west-1 of the account 123456789012");
  expect(lines[2]).toMatch(/^✖ assumptions\.advancedDynamoDb {2}DynamoDB is not opted in/);
  expect(lines.at(-1)).toBe(
    "1 of what the policy takes for granted isn't so. 1 couldn't be asked, which is no pass.",
  );
});
