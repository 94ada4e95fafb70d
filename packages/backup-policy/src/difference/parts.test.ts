import { expect, it } from "vitest";
import type { PolicyInput } from "../schema.ts";
import { policyInput } from "../testing.ts";
import { restoreTesting } from "../verification.ts";
import { changes } from "./testing.ts";

const { objectives, verification } = policyInput();
type Part = Partial<PolicyInput>;

it.each<[field: string, before: Part, after: Part]>([
  ["objectives.rpoHours", { objectives }, { objectives: { ...objectives, rpoHours: 48 } }],
  ["objectives.rtoMinutes", { objectives }, { objectives: { ...objectives, rtoMinutes: 90 } }],
  ["objectives.reachBackDays", { objectives }, { objectives: { ...objectives, reachBackDays: 29 } }],
  [
    "verification.schedule",
    { verification },
    { verification: { ...verification, schedule: "cron(30 8 ? * SUN *)" } },
  ],
  [
    "verification.checks[contents]",
    { verification },
    {
      verification: {
        ...verification,
        checks: ["settings", "time", "relations", "model", "structure", "recoveryPoint"],
      },
    },
  ],
  [
    "verification.mostUnverified",
    { verification: { ...verification, mostUnverified: 0.05 } },
    { verification },
  ],
  [
    "verification.proofStaleAfterHours",
    { verification },
    { verification: { ...verification, proofStaleAfterHours: 49 } },
  ],
  ["continuous", { continuous: { days: 35 } }, {}],
  ["continuous.days", { continuous: { days: 35 } }, { continuous: { days: 7 } }],
  [
    "assumptions.advancedDynamoDb",
    { assumptions: { advancedDynamoDb: true } },
    { assumptions: { advancedDynamoDb: false } },
  ],
])("%s gets weaker one way and stronger the other", (field, before, after) => {
  expect(changes(before, after)).toMatchObject([{ field, direction: "weaker" }]);
  expect(changes(after, before)).toMatchObject([{ field, direction: "stronger" }]);
});

it.each<[field: string, before: Part, after: Part]>([
  ["verification.by", { verification }, { verification: { ...verification, by: restoreTesting() } }],
  ["assumptions.sameOrganization", {}, { assumptions: { advancedDynamoDb: true, sameOrganization: true } }],
  ["prices.warmPerGbMonth", {}, { prices: { warmPerGbMonth: 0.2 } }],
])("%s merely differs", (field, before, after) => {
  expect(changes(before, after)).toMatchObject([{ field, direction: "different" }]);
});

it("tells from when continuous recovery goes back less far", () => {
  const [change] = changes({ continuous: { days: 35 } }, { continuous: { days: 7 } });
  expect(change?.sentence).toBe(
    "Tables can be restored to any second of the last 7 days instead of 35, from the deploy on.",
  );
});
