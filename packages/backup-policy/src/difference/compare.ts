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

interface MemberWords<Member> {
  /** What a member more does. */
  adding: Direction;
  added(member: Member, name: string): string;
  removed(member: Member, name: string): string;
}

/** Members whose order means nothing, by their names; each is a change of its own. */
export function compareMembers<Member>(
  { before, after, field }: Omit<Compared<ReadonlyMap<string, Member>>, "asOf">,
  { adding, added, removed }: MemberWords<Member>,
): Change[] {
  const gone = [...before].filter(([name]) => !after.has(name));
  const come = [...after].filter(([name]) => !before.has(name));
  return [
    ...gone.map(
      ([name, member]): Change => ({
        field: `${field}[${name}]`,
        direction: opposite[adding],
        before: member,
        sentence: removed(member, name),
      }),
    ),
    ...come.map(
      ([name, member]): Change => ({
        field: `${field}[${name}]`,
        direction: adding,
        after: member,
        sentence: added(member, name),
      }),
    ),
  ];
}

/** Members that are their own names; one that is there twice counts once. */
export const byThemselves = (members: readonly string[]): Map<string, string> =>
  new Map(members.map((member) => [member, member]));

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
