import type { CheckInput } from "../input.ts";
import type { Key } from "../item.ts";
import type { Reconciliation } from "../sketch/reconcile.ts";
import type { Judged } from "./difference.ts";
import { lookAgain } from "./lookAgain.ts";

type Decoded = Exclude<Reconciliation, { kind: "undecodable" }>;

export interface Named {
  judged: Judged[];
  /** Those that differ and whose keys are too long for a summary. */
  unnamed: number;
  /** Whether nothing else differs: what isn't among the judged is the same on both sides. */
  isAll: boolean;
}

const known = new WeakMap<CheckInput, Promise<Named>>();

/** The items that are known to differ, each read again and judged: once, however many checks ask. */
export function judgedOf(input: CheckInput, reconciliation: Decoded): Promise<Named> {
  const there = known.get(input) ?? judge(input, reconciliation);
  known.set(input, there);
  return there;
}

async function judge(input: CheckInput, reconciliation: Decoded): Promise<Named> {
  const named = namedBy(reconciliation);
  const keys = named.map(({ key }) => key).filter((key) => key !== undefined);
  const unnamed = named.length - keys.length;
  return { judged: await lookAgain(keys, input), unnamed, isAll: unnamed === 0 && namesAll(reconciliation) };
}

function namedBy(reconciliation: Decoded): { key?: Key }[] {
  if (reconciliation.kind === "exact") return reconciliation.differences;
  if (reconciliation.kind === "tooMany") return reconciliation.examples;
  return reconciliation.joined.suspects.map((key) => ({ key }));
}

function namesAll(reconciliation: Decoded): boolean {
  if (reconciliation.kind !== "joined") return reconciliation.kind === "exact";
  const { suspects, suspected, explainedRestored } = reconciliation.joined;
  return suspected === suspects.length && explainedRestored === 0;
}
