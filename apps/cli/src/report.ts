import { styleText } from "node:util";
import Table from "cli-table3";
import type { BackupResult } from "./backup.ts";
import { age, moment, seconds, size } from "./format.ts";
import type { Point } from "./points.ts";
import type { Finding, Result, Run } from "./verify.ts";

/** Whether to colour; the wiring asks the stream and NO_COLOR. */
export type Paint = (format: Parameters<typeof styleText>[0], text: string) => string;
export const paint: Paint = (format, text) => styleText(format, text, { validateStream: false });
export const noPaint: Paint = (_, text) => text;

const colours: Record<string, Parameters<typeof styleText>[0]> = {
  PASSED: "green",
  COMPLETED: "green",
  AVAILABLE: "green",
  FAILED: "red",
  INCONCLUSIVE: "yellow",
};

const word = (paint: Paint, text: string): string => {
  const colour = colours[text];
  return colour ? paint(colour, text) : text;
};

const bare = {
  chars: Object.fromEntries(
    "top top-mid top-left top-right bottom bottom-mid bottom-left bottom-right left left-mid mid mid-mid right right-mid middle"
      .split(" ")
      .map((part) => [part, ""]),
  ),
  style: { "padding-left": 0, "padding-right": 2, head: [], border: [] },
};

/** A table without lines. */
export function grid(paint: Paint, head: string[], rows: string[][]): string {
  const table = new Table({ ...bare, head: head.map((title) => paint("bold", title)) });
  table.push(...rows);
  return table
    .toString()
    .split("\n")
    .map((line) => line.trimEnd())
    .join("\n");
}

export const backupReport = (results: BackupResult[], paint: Paint): string =>
  grid(
    paint,
    ["Table", "Job", "Size", "Recovery point"],
    results.map(({ model, state, bytes, recoveryPointArn, message }) => [
      model,
      word(paint, state),
      size(bytes),
      state === "COMPLETED" ? (recoveryPointArn ?? "") : (message ?? ""),
    ]),
  );

export function pointsReport(points: Point[], tables: readonly string[], now: Date, paint: Paint): string {
  const rows = points.map(
    ({ model, createdAt, bytes, status, expiresAt, verdict, recoveryPointArn, rule }) => [
      model,
      createdAt ? moment(new Date(createdAt)) : "",
      createdAt ? age(new Date(createdAt), now) : "",
      rule ?? "on demand",
      size(bytes),
      word(paint, status),
      expiresAt ? expiresAt.slice(0, 10) : "never",
      verdict ? word(paint, verdict) : "not verified",
      recoveryPointArn.slice(recoveryPointArn.lastIndexOf(":") + 1),
    ],
  );
  const head = ["Table", "Created", "Age", "By", "Size", "Status", "Expires", "Verdict", "Recovery point"];
  const without = tables.filter((model) => !points.some((point) => point.model === model));
  const warning = without.length > 0 ? `No recovery point: ${without.join(", ")}.` : "";
  return [rows.length > 0 ? grid(paint, head, rows) : "", warning].filter(Boolean).join("\n\n");
}

const marks = { ERROR: "✖", WARNING: "!", INFO: "·" } as const;

const finding = ({ severity, check, subject, sentence }: Finding): string =>
  `  ${marks[severity]} ${check}: ${sentence}${subject && !sentence.includes(subject) ? ` (${subject})` : ""}`;

const counts = ({
  restoredItems,
  liveItems,
  restoreSeconds,
  recoveryPointCreatedAt,
  ruleName,
}: Result): string =>
  [
    typeof restoredItems === "number" && `${restoredItems} restored`,
    typeof liveItems === "number" && `${liveItems} live`,
    typeof restoreSeconds === "number" && `in ${seconds(restoreSeconds)}`,
    recoveryPointCreatedAt &&
      `from ${moment(new Date(recoveryPointCreatedAt))}${ruleName ? ` by the rule ${ruleName}` : ""}`,
  ]
    .filter(Boolean)
    .join(", ");

/** Each table with its verdict and findings; a piece of information that is the same for several is said once, below. */
export function verifyReport({ results, runId, kept }: Run, paint: Paint): string {
  const common = commonFindings(results);
  const tables = results.flatMap((result) => [
    [word(paint, result.verdict), paint("bold", result.model), counts(result)].filter(Boolean).join("  "),
    ...result.findings
      .filter((one) => !isNote(one))
      .map(finding)
      .filter((line) => !common.has(line)),
  ]);
  const shared = [...common].map(([line, models]) => `${line} [${models.join(", ")}]`);
  const notes = settingsNotes(results);
  const left = kept.map(
    ({ table, reason }) => `Not deleted yet, the next run tries again: ${table}: ${reason}`,
  );
  const passed = results.filter(({ verdict }) => verdict === "PASSED").length;
  const end = `${passed} of ${results.length} tables passed. Run ${runId}`;
  return [
    ...tables,
    ...(shared.length > 0 ? ["", "For several tables:", ...shared] : []),
    ...(notes.length > 0
      ? ["", "What no restore brings back (--json has the commands that set it again):", ...notes]
      : []),
    "",
    ...left,
    end,
  ].join("\n");
}

function commonFindings(results: Result[]): Map<string, string[]> {
  const models = new Map<string, string[]>();
  for (const { model, findings } of results) {
    const told = findings.filter((one) => one.severity === "INFO" && !isNote(one));
    for (const line of told.map(finding)) {
      models.set(line, [...(models.get(line) ?? []), model]);
    }
  }
  return new Map([...models].filter(([, names]) => names.length > 1));
}

/** A setting of a live table: no news, and the same at every run. */
const isNote = ({ check, severity, subject }: Finding): boolean =>
  check === "settings" && severity === "INFO" && subject !== undefined && subject !== null;

/** Tables with the same settings in one line. */
function settingsNotes(results: Result[]): string[] {
  const models = new Map<string, string[]>();
  for (const { model, findings } of results) {
    const settings = findings.filter(isNote).map(({ subject }) => subject);
    if (settings.length === 0) continue;
    const text = settings.toSorted().join(", ");
    models.set(text, [...(models.get(text) ?? []), model]);
  }
  return [...models].map(([settings, names]) => `  ${marks.INFO} ${names.join(", ")}: ${settings}`);
}
