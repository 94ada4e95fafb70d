import type { CheckInput } from "../input.ts";
import type { Difference, Judged } from "./difference.ts";

type Rules = Pick<CheckInput, "recoveryPoint">;

/** Whether items came back that are live under the same key, each as a version from before the recovery point. */
export function cameBackEarlier(judged: readonly Judged[], rules: Rules): boolean {
  const onBoth = judged.map(({ difference }) => difference).filter(({ live, restored }) => live && restored);
  const latest = rules.recoveryPoint.window.to.getTime();
  return onBoth.length > 0 && onBoth.every((difference) => isEarlierVersion(difference, latest));
}

/** The moment of an item's creation stays when it is updated: it tells the item from another with its key. */
function isEarlierVersion({ live, restored }: Difference, latest: number): boolean {
  const created = restored?.createdAt;
  const updated = restored?.updatedAt;
  if (created === undefined || updated === undefined) return false;
  return created === live?.createdAt && created <= updated && updated <= latest;
}
