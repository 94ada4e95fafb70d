import type { Copy, Rule } from "../schema.ts";
import { count } from "../words.ts";
import type { Change, Compared } from "./change.ts";
import { byName, compareNumbers, compareValues } from "./compare.ts";
import { lostPoints, lostPointsSentence } from "./lost-points.ts";
import type { Timing } from "./rhythm.ts";

/** Where a rule's copies go; a copy is known by its place. */
export function compareCopies({ before, after, field, asOf }: Compared<Rule>, rule: string): Change[] {
  const [had, has] = [byName(before.copies, placeOf), byName(after.copies, placeOf)];
  const timing = ({ schedule, timeZone }: Timing): Timing => ({ schedule, timeZone });
  return [...new Set([...had.keys(), ...has.keys()])].flatMap((place): Change[] => {
    const [was, is] = [had.get(place), has.get(place)];
    const points =
      was && (is?.keepDays ?? 0) < was.keepDays
        ? lostPoints({
            rule,
            copy: place,
            before: { ...timing(before), keepDays: was.keepDays },
            after: is && { ...timing(after), keepDays: is.keepDays },
            asOf,
          })
        : undefined;
    const lost = points ? { points } : {};
    const where = `${field}[${place}]`;
    const then = points ? ` ${lostPointsSentence(points)}` : "";
    if (!is) {
      const sentence = `Points of the rule ${rule} are no longer copied to ${place}.${then}`;
      return [{ field: where, direction: "weaker", before: was, sentence, ...lost }];
    }
    if (!was) {
      const sentence = `Points of the rule ${rule} are copied to ${place}, too, and kept there ${count(is.keepDays, "day")}.`;
      return [{ field: where, direction: "stronger", after: is, sentence }];
    }
    return compareLifecycles(was, is, { field: where, rule, place, then }).map((change) => ({
      ...change,
      ...(change.direction === "weaker" && lost),
    }));
  });
}

function compareLifecycles(
  was: Copy,
  is: Copy,
  { field, rule, place, then }: { field: string; rule: string; place: string; then: string },
): Change[] {
  return [
    ...compareNumbers(
      { before: was.keepDays, after: is.keepDays, field: `${field}.keepDays` },
      "more protects",
      `Copies of the rule ${rule} in ${place} are kept ${count(is.keepDays, "day")} instead of ${was.keepDays}.${then}`,
    ),
    ...compareValues(
      { before: was.coldAfterDays, after: is.coldAfterDays, field: `${field}.coldAfterDays` },
      is.coldAfterDays === undefined
        ? `Copies of the rule ${rule} in ${place} stay in warm storage.`
        : `Copies of the rule ${rule} in ${place} move to cold storage after ${count(is.coldAfterDays, "day")}.`,
    ),
  ];
}

function placeOf({ to }: Copy): string {
  if (to.kind === "region") return to.region;
  return to.kind === "account" ? `${to.accountId} ${to.region} ${to.vault}` : to.arn;
}
