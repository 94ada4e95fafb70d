import { type Proof, proofsOf } from "../proof/proofs.ts";
import { type Policy, rulesOf } from "../schema.ts";
import { canonical } from "./canonical.ts";
import type { Change } from "./change.ts";

/**
 * Rules whose points are restored no more, or now are, or by other runs, whatever in the policies did it: a schedule, the
 * rules around them, who restores.
 */
export function compareProofs(before: Policy, after: Policy): Change[] {
  const seen = ({ rules, verification, assumptions }: Policy) =>
    canonical({ rules, verification, assumptions });
  if (seen(before) === seen(after)) return [];
  const [was, is] = [before, after].map(
    (policy) => new Map(proofsOf(inOrder(policy)).map((proof) => [proof.rule, proof])),
  );
  return rulesOf(before).flatMap(([rule]) => compareProof(was?.get(rule), is?.get(rule)));
}

function compareProof(was: Proof | undefined, is: Proof | undefined): Change[] {
  if (!was || !is || was.by === is.by) return [];
  const { rule } = is;
  const change = { field: `verification.everyRule[${rule}]`, before: was.by, after: is.by };
  if (was.by !== "nothing" && is.by !== "nothing") {
    const sentence =
      is.by === "regularRuns"
        ? `Points of the rule ${rule} are restored by the regular verifications; it has no runs of its own any more.`
        : `Points of the rule ${rule} are restored by runs of its own, no longer surely by the regular verifications.`;
    return [{ ...change, direction: "different", sentence }];
  }
  return is.by === "nothing"
    ? [
        {
          ...change,
          direction: "weaker",
          sentence: is.atTimes
            ? `Points of the rule ${rule} aren't surely restored often enough any more, as ${is.why}.`
            : `No point of the rule ${rule} is restored any more, as ${is.why}.`,
        },
      ]
    : [
        {
          ...change,
          direction: "stronger",
          sentence: `Points of the rule ${rule} are restored, which they weren't.`,
        },
      ];
}

/** Where two rules that keep as long overlap, the first one backs up: which one is first means nothing here. */
const inOrder = (policy: Policy): Policy => ({
  ...policy,
  rules: Object.fromEntries(rulesOf(policy).toSorted(([a], [b]) => (a < b ? -1 : 1))),
});
