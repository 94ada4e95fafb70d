import { describe, expect, it } from "vitest";
import { complianceLock, governanceLock, noLock } from "../lock.ts";
import type { PolicyInput } from "../schema.ts";
import { policyInput } from "../testing.ts";
import { changes } from "./testing.ts";

type Vault = PolicyInput["vault"];

const vault = (before: Partial<Vault>, after: Partial<Vault>) => {
  const defaults = policyInput().vault;
  return changes({ vault: { ...defaults, ...before } }, { vault: { ...defaults, ...after } });
};
const role = "arn:aws:iam::123456789012:role/operator";
const compliance = (terms: { minDays: number; coolingOffDays: number }) =>
  complianceLock({ ...terms, acknowledged: { by: "Jane Doe", on: "2026-11-22" } });

describe("a vault", () => {
  it("gets weaker with every principal more that may delete", () => {
    expect(
      vault(
        { backupAdmin: { principals: ["account"] } },
        { backupAdmin: { principals: [role] }, key: { administrators: ["account", role] } },
      ),
    ).toMatchObject([
      { field: "vault.backupAdmin.principals[account]", direction: "stronger" },
      {
        field: `vault.backupAdmin.principals[${role}]`,
        direction: "weaker",
        sentence: `${role} may become BackupAdmin, and so delete recovery points.`,
      },
      { field: `vault.key.administrators[${role}]`, direction: "weaker" },
    ]);
  });

  it("merely differs with another name or another kind of key", () => {
    expect(vault({}, { name: "other", key: { multiRegion: true } })).toMatchObject([
      {
        field: "vault.name",
        direction: "different",
        sentence: expect.stringContaining("stay in the vault holdfast"),
      },
      { field: "vault.key.multiRegion", direction: "different" },
    ]);
  });
});

describe("a lock", () => {
  const locks = [noLock(), governanceLock({ minDays: 7 }), compliance({ minDays: 7, coolingOffDays: 3 })];
  const stronger = locks.flatMap((before, i) => locks.slice(i + 1).map((after) => [before, after] as const));

  it.each(stronger)("is weaker as %o than as %o", (weak, strong) => {
    expect(vault({ lock: weak }, { lock: strong })).toMatchObject([
      { field: "vault.lock", direction: "stronger" },
    ]);
    expect(vault({ lock: strong }, { lock: weak })).toMatchObject([
      { field: "vault.lock", direction: "weaker" },
    ]);
  });

  it("says that a compliance lock can be taken off while it cools off only", () => {
    const [change] = vault({ lock: compliance({ minDays: 7, coolingOffDays: 3 }) }, { lock: noLock() });
    expect(change?.sentence).toContain(
      "AWS allows it only while the compliance lock's cooling-off of 3 days isn't over",
    );
  });

  it("gets weaker with a lower minimum and with a longer cooling-off", () => {
    const lock = (minDays: number, coolingOffDays: number) => ({
      lock: compliance({ minDays, coolingOffDays }),
    });
    expect(vault(lock(30, 3), lock(7, 10))).toMatchObject([
      { field: "vault.lock.minDays", direction: "weaker", before: 30, after: 7 },
      { field: "vault.lock.coolingOffDays", direction: "weaker" },
    ]);
  });

  it("merely differs with another maximum", () => {
    const lock = (maxDays: number) => ({ lock: governanceLock({ minDays: 7, maxDays }) });
    expect(vault(lock(400), lock(500))).toMatchObject([
      { field: "vault.lock.maxDays", direction: "different" },
    ]);
  });
});
