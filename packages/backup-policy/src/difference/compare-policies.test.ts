import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Policy } from "../schema.ts";
import { acknowledgedInVain, unacknowledged } from "./acknowledge.ts";
import { canonical } from "./canonical.ts";
import type { Change } from "./change.ts";
import { opposite } from "./compare.ts";
import { comparePolicies } from "./compare-policies.ts";
import { anyPolicy, asOf } from "./testing.ts";

const compare = (before: Policy, after: Policy) => comparePolicies(before, after, { asOf });

const essence = ({ field, direction, before, after }: Change) =>
  canonical([field, direction, before ?? null, after ?? null]);
const reversed = ({ field, direction, before, after }: Change) =>
  canonical([field, opposite[direction], after ?? null, before ?? null]);

describe("the difference between two policies", () => {
  it("is nothing for a policy and itself, whatever the order of its lists", () => {
    fc.assert(
      fc.property(anyPolicy, (policy) => {
        const turned = {
          ...policy,
          protect: policy.protect.toReversed(),
          rules: Object.fromEntries(Object.entries(policy.rules).toReversed()),
          verification: { ...policy.verification, checks: policy.verification.checks.toReversed() },
        };
        expect(compare(policy, turned)).toEqual([]);
      }),
    );
  });

  it("is the same the other way round, with stronger for weaker", () => {
    fc.assert(
      fc.property(anyPolicy, anyPolicy, (one, other) => {
        expect(compare(other, one).map(reversed).sort()).toEqual(compare(one, other).map(essence).sort());
      }),
      { numRuns: 60 },
    );
  });

  it("is something for policies that aren't the same", () => {
    const parts = ["vault", "continuous", "assumptions", "objectives", "prices", "rules"] as const;
    fc.assert(
      fc.property(anyPolicy, anyPolicy, fc.constantFrom(...parts), (policy, other, part) => {
        const changed = { ...policy, [part]: other[part] };
        fc.pre(normal(policy) !== normal(changed));
        const ofPart = ({ field }: Change) =>
          field.startsWith(part) || field.startsWith("verification.everyRule[");
        expect(compare(policy, changed).every(ofPart)).toBe(true);
        expect(compare(policy, changed)).not.toEqual([]);
      }),
      { numRuns: 60 },
    );
  });

  it("names each field once", () => {
    fc.assert(
      fc.property(anyPolicy, anyPolicy, (before, after) => {
        const fields = compare(before, after)
          .filter(({ field }) => field !== "rules")
          .map(({ field }) => field);
        expect(fields).toEqual([...new Set(fields)]);
      }),
      { numRuns: 60 },
    );
  });

  it("says which points go when points are kept shorter", () => {
    fc.assert(
      fc.property(anyPolicy, anyPolicy, (before, after) => {
        for (const { direction, points } of compare(before, after)) {
          if (!points) continue;
          expect(direction).toBe("weaker");
          expect(points.from.getTime()).toBeGreaterThan(asOf.getTime());
          expect(points.gone.getTime()).toBeGreaterThanOrEqual(points.from.getTime());
          expect(points.insteadOf.getTime()).toBeGreaterThan(points.gone.getTime());
        }
      }),
      { numRuns: 60 },
    );
  });
});

describe("an acknowledgement", () => {
  const who = { by: "Jane Doe", on: "2026-11-22", why: "decided" };
  const entries = (changes: Change[]) => changes.map(({ field }) => ({ weakening: field, ...who }));

  it("clears the weakening it names and no other", () => {
    fc.assert(
      fc.property(anyPolicy, anyPolicy, fc.infiniteStream(fc.boolean()), (before, after, choice) => {
        const weakenings = unacknowledged(compare(before, after));
        const chosen = weakenings.filter(() => choice.next().value);
        const acknowledged = { ...after, acknowledged: entries(chosen) };
        const changes = compare(before, acknowledged);

        expect(unacknowledged(changes)).toEqual(weakenings.filter((one) => !chosen.includes(one)));
        expect(changes.filter(({ acknowledged }) => acknowledged).map(({ field }) => field)).toEqual(
          chosen.map(({ field }) => field),
        );
        expect(acknowledgedInVain(before, acknowledged, changes)).toEqual([]);
      }),
      { numRuns: 60 },
    );
  });

  it("counts for nothing when the policy had it before the weakening", () => {
    fc.assert(
      fc.property(anyPolicy, anyPolicy, (before, after) => {
        const old = entries(unacknowledged(compare(before, after)));
        const changes = compare({ ...before, acknowledged: old }, { ...after, acknowledged: old });
        expect(unacknowledged(changes)).toHaveLength(old.length);
      }),
      { numRuns: 60 },
    );
  });

  it("is in vain for what isn't a weakening", () => {
    fc.assert(
      fc.property(anyPolicy, (policy) => {
        const entry = { weakening: "rules.dayly.keepDays", ...who };
        const after = { ...policy, acknowledged: [entry] };
        expect(acknowledgedInVain(policy, after, compare(policy, after))).toEqual([entry]);
      }),
    );
  });
});

/** Lists whose order and repetitions mean nothing as sets. */
const normal = (policy: Policy) =>
  canonical({
    ...policy,
    vault: {
      ...policy.vault,
      backupAdmin: policy.vault.backupAdmin.principals.toSorted(),
      key: { ...policy.vault.key, administrators: policy.vault.key.administrators.toSorted() },
    },
    rules: Object.fromEntries(
      Object.entries(policy.rules).map(([name, rule]) => [
        name,
        { ...rule, copies: rule.copies.map(canonical).sort() },
      ]),
    ),
  });
