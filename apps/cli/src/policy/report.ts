import type { Change, Direction, Finding, Policy } from "@holdfast/backup-policy";
import type { Paint } from "../report.ts";

const count = (number: number, unit: string): string => `${number} ${unit}${number === 1 ? "" : "s"}`;

/** Errors first; each with where AWS says so. */
export function checkReport(file: string, findings: readonly Finding[], paint: Paint): string {
  const errors = findings.filter(({ severity }) => severity === "error");
  const warnings = findings.filter(({ severity }) => severity === "warning");
  const lines = [...errors, ...warnings].flatMap(({ severity, sentence, rule, source }) => [
    `${severity === "error" ? paint("red", "✖") : paint("yellow", "!")} ${sentence} (${rule})`,
    ...(source ? [`  ${source}`] : []),
  ]);
  const end =
    findings.length === 0
      ? `${file} is fine.`
      : `${file} has ${count(errors.length, "error")} and ${count(warnings.length, "warning")}.`;
  return [...lines, ...(lines.length > 0 ? [""] : []), end].join("\n");
}

export interface Difference {
  policy: string;
  /** What is compared with, and the laws of this version that it breaks. */
  base: { ref: string; commit: string; broken: readonly Finding[] };
  changes: readonly Change[];
  unacknowledged: readonly string[];
  acknowledgedInVain: Policy["acknowledged"];
}

const groups: [direction: Direction, title: string, mark: string][] = [
  ["weaker", "Weaker", "✖"],
  ["stronger", "Stronger", "✔"],
  ["different", "Merely different", "·"],
];
const colours = { weaker: "red", stronger: "green", different: "gray" } as const;

/** What got weaker first, and what to write into the policy to let it pass. */
export function diffReport(difference: Difference, now: Date, paint: Paint): string {
  const { policy, base, changes } = difference;
  const with_ = `${base.ref} (${base.commit.slice(0, 7)})`;
  const old = base.broken.map(
    ({ sentence, rule }) =>
      `${paint("yellow", "!")} The policy of ${with_} can't work: ${sentence} (${rule})`,
  );
  if (changes.length === 0) return [...old, `${policy} says the same as in ${with_}.`].join("\n");
  const sections = groups.flatMap(([direction, title, mark]) => {
    const found = changes.filter((change) => change.direction === direction);
    if (found.length === 0) return [];
    return [
      paint("bold", title),
      ...found.flatMap((change) => entry(change, paint(colours[direction], mark), paint)),
      "",
    ];
  });
  return [...old, `${policy}, compared with ${with_}:`, "", ...sections, ...verdict(difference, now)].join(
    "\n",
  );
}

function entry({ field, sentence, points, acknowledged }: Change, mark: string, paint: Paint): string[] {
  const counts =
    points &&
    `At a time there will be ${points.atATime.after} of these points instead of ${points.atATime.before}.`;
  const by = acknowledged && `Acknowledged by ${acknowledged.by} on ${acknowledged.on}: ${acknowledged.why}`;
  const lines = [sentence, counts, by].filter((line) => line !== undefined);
  const shown = acknowledged ? paint("yellow", "!") : mark;
  return [`  ${shown} ${paint("bold", field)}`, ...lines.map((line) => `    ${line}`)];
}

function verdict({ policy, unacknowledged, acknowledgedInVain }: Difference, now: Date): string[] {
  const inVain = acknowledgedInVain.map(
    ({ weakening, by }) => `${by} acknowledges "${weakening}", which gets no weaker: is the field right?`,
  );
  if (unacknowledged.length === 0) return [...inVain, "Nothing gets weaker that nobody answers for."];
  const today = now.toISOString().slice(0, 10);
  return [
    ...inVain,
    `${count(unacknowledged.length, "weakening")} that nobody answers for. To let it pass, add to \`acknowledged\` in ${policy}:`,
    ...unacknowledged.map(
      (field) => `  { weakening: ${JSON.stringify(field)}, by: "your name", on: "${today}", why: "…" },`,
    ),
  ];
}
