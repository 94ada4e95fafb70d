import { operations } from "./operations.ts";
import { unsupported } from "./unsupported.ts";

/** What AWS answers where there is nothing for an operation to do. */
const notes: Record<string, string> = {
  DescribeGlobalSettings: "refused as AWS refuses it: the account is in no organization",
  UpdateGlobalSettings: "refused as AWS refuses it: the account is in no organization",
  DisassociateRecoveryPoint: "refused as AWS refuses it: a table's points are snapshots",
  DisassociateRecoveryPointFromParent: "refused as AWS refuses it: a table's points have no parent",
};

/** Every operation of AWS Backup, and what the local cloud does about it: Markdown for the README. */
export function supportTable(): string {
  const rows = [
    ...Object.keys(operations).map((name) => [name, notes[name] ? `✅ ${notes[name]}` : "✅"] as const),
    ...Object.keys(unsupported).map((name) => [name, "❌"] as const),
  ].sort(([a], [b]) => (a < b ? -1 : 1));
  const [names, cells] = [0, 1].map((column) => Math.max(...rows.map((row) => width(row[column]!))));
  const row = (name: string, cell: string) => `| ${padded(name, names!)} | ${padded(cell, cells!)} |`;
  return [
    row("Operation", "Here"),
    row("-".repeat(names!), "-".repeat(cells!)),
    ...rows.map(([name, cell]) => row(name, cell)),
  ].join("\n");
}

const begin = "<!-- AWS Backup's operations: npm run readme -->";
const end = "<!-- end of AWS Backup's operations -->";

/** A mark takes two columns, as the formatter of this repository counts. */
const width = (text: string) => text.length + (text.match(/[✅❌]/gu) ?? []).length;
const padded = (text: string, columns: number) => text + " ".repeat(columns - width(text));

/** The README with the table as it has to be. Throws when it has no place for it. */
export function withSupportTable(readme: string): string {
  const [before, ...rest] = readme.split(begin);
  const after = rest.join(begin).split(end)[1];
  if (before === undefined || after === undefined)
    throw new Error(`The README lacks "${begin}" or "${end}".`);
  return `${before}${begin}\n\n${supportTable()}\n\n${end}${after}`;
}
