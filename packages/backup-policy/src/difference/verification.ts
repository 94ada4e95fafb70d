import type { Policy } from "../schema.ts";
import { count, percent } from "../words.ts";
import type { Change, Compared } from "./change.ts";
import { byThemselves, compareMembers, compareNumbers, compareValues } from "./compare.ts";
import { compareRhythms, type Timing } from "./rhythm.ts";

type Verification = Policy["verification"];

/** How, how often and how well backups are proven. */
export function compareVerifications({ before, after, field, asOf }: Compared<Verification>): Change[] {
  return [
    ...compareSchedules({ before: before.schedule, after: after.schedule, field, asOf }),
    ...compareValues(
      { before: before.by, after: after.by, field: `${field}.by` },
      `Verification restores ${by(after)}, not ${by(before)}.`,
    ),
    ...compareValues(
      { before: before.everyRule, after: after.everyRule, field: `${field}.everyRule` },
      after.everyRule
        ? "Rules whose points are never the newest are verified by runs of their own."
        : "Rules whose points are never the newest aren't verified by runs of their own.",
    ),
    ...compareMembers(
      { before: byThemselves(before.checks), after: byThemselves(after.checks), field: `${field}.checks` },
      {
        adding: "stronger",
        added: (check) => `What is restored has to pass the check ${check}, too.`,
        removed: (check) => `What is restored no longer has to pass the check ${check}.`,
      },
    ),
    ...compareNumbers(
      { before: before.mostUnverified, after: after.mostUnverified, field: `${field}.mostUnverified` },
      "less protects",
      `Of what is restored, ${percent(after.mostUnverified)} may go unverified, not ${percent(before.mostUnverified)}.`,
    ),
    ...compareNumbers(
      {
        before: before.proofStaleAfterHours,
        after: after.proofStaleAfterHours,
        field: `${field}.proofStaleAfterHours`,
      },
      "less protects",
      `The newest proof may be ${count(after.proofStaleAfterHours, "hour")} old, not ${before.proofStaleAfterHours}.`,
    ),
  ];
}

function compareSchedules({ before, after, field, asOf }: Compared<string>): Change[] {
  if (before === after) return [];
  const timing = (schedule: string): Timing => ({ schedule, timeZone: "UTC" });
  const direction = compareRhythms(timing(before), timing(after), asOf);
  const how = { stronger: "more often", weaker: "less often, or with a longer gap", different: "as often" };
  const sentence = `Backups are verified ${how[direction]}: ${after} instead of ${before}.`;
  return [{ field: `${field}.schedule`, direction, before, after, sentence }];
}

function by({ by }: Verification): string {
  if (by.kind === "ownRestores") return "by itself";
  const pick = by.algorithm === "LATEST_WITHIN_WINDOW" ? "the newest" : "any";
  return `through AWS restore testing (${pick} point of ${by.selectionWindowDays} days, starts within ${count(by.startWindowHours, "hour")})`;
}
