import type { Policy, Rule } from "../schema.ts";
import { count } from "../words.ts";
import { canonical } from "./canonical.ts";
import type { Change, Compared } from "./change.ts";
import { compareNumbers, compareValues, sides } from "./compare.ts";
import { compareCopies } from "./copies.ts";
import { lostPoints, lostPointsSentence } from "./lost-points.ts";
import { compareRhythms } from "./rhythm.ts";

/** Rules by name; one that has another name and is the same otherwise was renamed. */
export function compareRules({ before, after, field, asOf }: Compared<Policy["rules"]>): Change[] {
  const [had, has] = [new Map(Object.entries(before)), new Map(Object.entries(after))];
  const renamed = renames(without(had, has), without(has, had));
  const newNames = new Set(renamed.values());
  return [
    ...[...had].flatMap(([name, rule]) => {
      const same = has.get(name);
      if (same) return compareRule({ before: rule, after: same, field: `${field}.${name}`, asOf }, name);
      const other = renamed.get(name);
      return other ? rename(field, name, other) : removal(field, name, rule, asOf);
    }),
    ...[...without(has, had)]
      .filter(([name]) => !newNames.has(name))
      .map(
        ([name, rule]): Change => ({
          field: `${field}.${name}`,
          direction: "stronger",
          after: rule,
          sentence: `The rule ${name} is new: ${rule.schedule} in ${rule.timeZone}, points kept ${count(rule.keepDays, "day")}.`,
        }),
      ),
  ];
}

type Rules = Map<string, Rule>;

const without = (rules: Rules, others: Rules): Rules =>
  new Map([...rules].filter(([name]) => !others.has(name)));

/** New names by old ones, of rules that are the same; in the names' order, so that it is the same both ways. */
function renames(gone: Rules, come: Rules): Map<string, string> {
  const found = new Map<string, string>();
  const free = new Map([...come].sort(byKey).map(([name, rule]) => [name, canonical(rule)]));
  for (const [old, rule] of [...gone].sort(byKey)) {
    const [name] = [...free].find(([, content]) => content === canonical(rule)) ?? [];
    if (name === undefined) continue;
    free.delete(name);
    found.set(old, name);
  }
  return found;
}

const byKey = ([a]: [string, unknown], [b]: [string, unknown]) => (a < b ? -1 : 1);

const rename = (field: string, before: string, after: string): Change => ({
  field,
  direction: "different",
  before,
  after,
  sentence: `The rule ${before} is called ${after}; all else of it is the same.`,
});

function removal(field: string, name: string, rule: Rule, asOf: Date): Change {
  const points = lostPoints({ rule: name, before: rule, asOf });
  return {
    field: `${field}.${name}`,
    direction: "weaker",
    before: rule,
    sentence: `The rule ${name} is gone.${points ? ` ${lostPointsSentence(points)}` : ""}`,
    ...(points && { points }),
  };
}

function compareRule({ before, after, field, asOf }: Compared<Rule>, name: string): Change[] {
  return [
    ...compareSchedules({ before, after, field, asOf }, name),
    ...compareKeep({ before, after, field, asOf }, name),
    ...compareValues(
      { before: before.coldAfterDays, after: after.coldAfterDays, field: `${field}.coldAfterDays` },
      after.coldAfterDays === undefined
        ? `Points of the rule ${name} stay in warm storage.`
        : `Points of the rule ${name} move to cold storage after ${count(after.coldAfterDays, "day")}: cheaper to keep, dearer to restore.`,
    ),
    ...compareNumbers(
      {
        before: before.startWindowMinutes,
        after: after.startWindowMinutes,
        field: `${field}.startWindowMinutes`,
      },
      "neither",
      `A job of the rule ${name} may wait ${count(after.startWindowMinutes, "minute")} before it starts, not ${before.startWindowMinutes}.`,
    ),
    ...compareNumbers(
      {
        before: before.completionWindowMinutes,
        after: after.completionWindowMinutes,
        field: `${field}.completionWindowMinutes`,
      },
      "neither",
      `A job of the rule ${name} may take ${count(after.completionWindowMinutes, "minute")}, not ${before.completionWindowMinutes}.`,
    ),
    ...compareCopies({ before, after, field: `${field}.copies`, asOf }, name),
    ...compareAirGap({ before: before.airGappedVaultArn, after: after.airGappedVaultArn, field }, name),
    ...compareValues(
      { before: before.tags, after: after.tags, field: `${field}.tags` },
      `Recovery points of the rule ${name} get other tags.`,
    ),
  ];
}

function compareSchedules({ before, after, field, asOf }: Compared<Rule>, name: string): Change[] {
  const [was, is] = [before, after].map(({ schedule, timeZone }) => `${schedule} in ${timeZone}`);
  if (was === is) return [];
  const direction = compareRhythms(before, after, asOf);
  const points =
    direction === "weaker" && after.keepDays >= before.keepDays
      ? lostPoints({ rule: name, before, after, asOf })
      : undefined;
  const how = { stronger: "more often", weaker: "less often, or with a longer gap", different: "as often" };
  return [
    {
      field: `${field}.schedule`,
      direction,
      ...sides(was, is),
      sentence: `The rule ${name} runs ${how[direction]}: ${is} instead of ${was}.${points ? ` ${lostPointsSentence(points)}` : ""}`,
      ...(points && { points }),
    },
  ];
}

function compareKeep({ before, after, field, asOf }: Compared<Rule>, name: string): Change[] {
  const points =
    after.keepDays < before.keepDays ? lostPoints({ rule: name, before, after, asOf }) : undefined;
  return compareNumbers(
    { before: before.keepDays, after: after.keepDays, field: `${field}.keepDays` },
    "more protects",
    `Points of the rule ${name} are kept ${count(after.keepDays, "day")} instead of ${before.keepDays}.${points ? ` ${lostPointsSentence(points)}` : ""}`,
  ).map((change) => ({ ...change, ...(points && { points }) }));
}

function compareAirGap(
  { before, after, field }: Omit<Compared<string | undefined>, "asOf">,
  name: string,
): Change[] {
  if (before === after) return [];
  const change = { field: `${field}.airGappedVaultArn`, ...sides(before, after) };
  if (after === undefined) {
    const sentence = `Points of the rule ${name} no longer go to the air-gapped vault ${before}. Those in it stay as long as they were made to.`;
    return [{ ...change, direction: "weaker", sentence }];
  }
  if (before === undefined) {
    const sentence = `Points of the rule ${name} go to the logically air-gapped vault ${after}, too.`;
    return [{ ...change, direction: "stronger", sentence }];
  }
  const sentence = `Points of the rule ${name} go to the air-gapped vault ${after} instead of ${before}.`;
  return [{ ...change, direction: "different", sentence }];
}
