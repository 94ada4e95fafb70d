import { canonical } from "./canonical.ts";
import type { Change, Compared, Direction } from "./change.ts";

/** What more of a number means. */
export type Sense = "more protects" | "less protects" | "neither";

/** A number that both have. */
export function compareNumbers(
  { before, after, field }: Omit<Compared<number>, "asOf">,
  sense: Sense,
  sentence: string,
): Change[] {
  if (before === after) return [];
  return [{ field, direction: directionOf(before, after, sense), before, after, sentence }];
}

function directionOf(before: number, after: number, sense: Sense): Direction {
  if (sense === "neither") return "different";
  return after > before === (sense === "more protects") ? "stronger" : "weaker";
}

/** Something of which no value protects more than another. */
export function compareValues(
  { before, after, field }: Omit<Compared<unknown>, "asOf">,
  sentence: string,
): Change[] {
  if (canonical(before) === canonical(after)) return [];
  return [{ field, direction: "different", ...sides(before, after), sentence }];
}

/** A side that has nothing isn't there. */
export const sides = (before: unknown, after: unknown): Pick<Change, "before" | "after"> => ({
  ...(before !== undefined && { before }),
  ...(after !== undefined && { after }),
});

interface SetWords<Member> {
  name(member: Member): string;
  /** What a member more does. */
  adding: Direction;
  added(member: Member): string;
  removed(member: Member): string;
}

/** Lists whose order means nothing, each member a change of its own. */
export function compareSets<Member>(
  { before, after, field }: Omit<Compared<readonly Member[]>, "asOf">,
  { name, adding, added, removed }: SetWords<Member>,
): Change[] {
  const [had, has] = [byName(before, name), byName(after, name)];
  const gone = [...had].filter(([one]) => !has.has(one));
  const come = [...has].filter(([one]) => !had.has(one));
  return [
    ...gone.map(([one, member]): Change => ({
      field: `${field}[${one}]`,
      direction: opposite[adding],
      before: member,
      sentence: removed(member),
    })),
    ...come.map(([one, member]): Change => ({
      field: `${field}[${one}]`,
      direction: adding,
      after: member,
      sentence: added(member),
    })),
  ];
}

/** Members by their names; of two with one name the second is told apart by a number. */
export function byName<Member>(
  members: readonly Member[],
  name: (member: Member) => string,
): Map<string, Member> {
  const found = new Map<string, Member>();
  for (const member of members) {
    const first = name(member);
    let [free, count] = [first, 1];
    while (found.has(free)) free = `${first} #${++count}`;
    found.set(free, member);
  }
  return found;
}

export const opposite: Record<Direction, Direction> = {
  stronger: "weaker",
  weaker: "stronger",
  different: "different",
};
