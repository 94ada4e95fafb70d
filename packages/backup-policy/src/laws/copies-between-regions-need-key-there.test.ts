import { expect, it } from "vitest";
import { toRegion } from "../rules/copies.ts";
import { days } from "../rules/duration.ts";
import { policyInput, rule, saidBy } from "../testing.ts";

const said = (multiRegion: boolean, regions: string[]) => {
  const copies = regions.map((region) => toRegion(region, { keep: days(35) }));
  return saidBy("copies-between-regions-need-key-there", {
    vault: { ...policyInput().vault, key: { multiRegion } },
    rules: { daily: rule({ copies }), weekly: rule({ copies }) },
  });
};

it("tells of the key that a copy in another Region hangs on, once", () => {
  expect(said(false, ["eu-west-1", "eu-north-1"])).toEqual([
    "vault.key.multiRegion is false; allowed: true, or a key of its own for the vault in eu-west-1, eu-north-1, which has to be there before the first copy and as long as the last",
  ]);
});

it("has nothing to say with a multi-Region key, or without copies", () => {
  expect(said(true, ["eu-west-1"])).toEqual([]);
  expect(said(false, [])).toEqual([]);
});
