import type { Due } from "../../clock.ts";
import { calculated } from "./lifecycle.ts";
import type { Points, RecoveryPoint } from "./points.ts";

/** What the lifecycles of the recovery points bring next: the first move to cold storage and the first expiry. */
export function upcoming(points: Pick<Points, "list">, now: Date): Due[] {
  const dates = points
    .list()
    .map(({ lifecycle, creationDate }) => calculated(lifecycle, new Date(creationDate)));
  const first = (field: "moveAt" | "deleteAt", what: string) => {
    const ahead = dates.flatMap((calculation) => calculation[field] ?? []).filter((date) => date > now);
    return ahead.length > 0 ? [{ at: new Date(Math.min(...ahead.map(Number))), what }] : [];
  };
  return [
    ...first("moveAt", "a recovery point moves to cold storage"),
    ...first("deleteAt", "a recovery point expires"),
  ];
}

export const isCold = ({ storageClass }: RecoveryPoint): boolean => storageClass === "COLD";
