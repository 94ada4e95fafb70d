import { describe, expect, it } from "vitest";
import { look, raise, text, vault } from "../testing.ts";

describe("the vault's key", () => {
  const keyOf = (changes: object) => ({
    DescribeKey: () => ({ KeyMetadata: { KeyState: "Enabled", MultiRegion: false, ...changes } }),
  });

  it.each([
    ["is disabled", keyOf({ KeyState: "Disabled" }), "aws kms enable-key --region eu-west-1"],
    [
      "is to be deleted",
      keyOf({ KeyState: "PendingDeletion", DeletionDate: new Date("2026-12-01") }),
      "aws kms cancel-key-deletion --region eu-west-1",
    ],
    ["is gone", { DescribeKey: raise("NotFoundException") }, "Give the policy's vault another name"],
  ])("%s", async (what, answers, next) => {
    const { code, broken } = await look({}, answers);

    expect(code).toBe(1);
    expect(broken).toEqual([text(what)]);
    expect(broken[0]).toContain(next);
  });

  it("can't become one of several Regions", async () => {
    const { broken } = await look({ vault: vault({ key: { multiRegion: true } }) });
    expect(broken).toEqual([text("vault.key.multiRegion\n")]);
  });
});
