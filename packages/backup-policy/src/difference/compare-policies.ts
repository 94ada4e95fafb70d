import type { Policy } from "../schema.ts";
import { acknowledge, freshAcknowledgements } from "./acknowledge.ts";
import { compareAssumptions } from "./assumptions.ts";
import type { Change, Compared } from "./change.ts";
import { compareContinuous } from "./continuous.ts";
import { compareObjectives } from "./objectives.ts";
import { comparePrices } from "./prices.ts";
import { compareProofs } from "./proofs.ts";
import { compareProtect } from "./protect.ts";
import { compareRules } from "./rules.ts";
import { compareVaults } from "./vault.ts";
import { compareVerifications } from "./verification.ts";

type Parts = {
  [Part in Exclude<keyof Policy, "acknowledged">]: (compared: Compared<Policy[Part]>) => Change[];
};

const parts: Parts = {
  vault: compareVaults,
  protect: compareProtect,
  rules: compareRules,
  continuous: compareContinuous,
  objectives: compareObjectives,
  verification: compareVerifications,
  assumptions: compareAssumptions,
  prices: comparePrices,
};

/**
 * What got stronger, what weaker and what merely different from one policy to the other, a change for each field.
 *
 * @param asOf when the later policy takes over: recovery points made until then keep the lifecycle they have
 */
export function comparePolicies(before: Policy, after: Policy, { asOf }: { asOf: Date }): Change[] {
  const comparePart = <Part extends keyof Parts>(part: Part) =>
    parts[part]({ before: before[part], after: after[part], field: part, asOf });
  const changes = [
    ...(Object.keys(parts) as (keyof Parts)[]).flatMap((part) => comparePart(part)),
    ...compareProofs(before, after),
  ];
  return acknowledge(changes, freshAcknowledgements(before, after));
}
