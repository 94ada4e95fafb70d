import type { Finding, ProtectedTable, Verdict, Verification } from "@holdfast/data-model";
import { formatCount } from "../composables/format.ts";
import { type Standing, severities } from "./verdicts.ts";

/** A verification as lists bring it (without findings), or whole. */
export type Verified = Omit<Verification, "findings"> & { findings?: Finding[] };

export interface Protection {
  table: ProtectedTable;
  standing: Standing;
  latest?: Verified;
  /** Verdicts before the latest, newest first. */
  earlier: Verdict[];
  /** The latest verdict is about an older recovery point than the newest one. */
  behind: boolean;
}

const newestFirst = (a: Verified, b: Verified) => b.startedAt.localeCompare(a.startedAt);

/** Each table with what its verifications say, by model name. */
export const protections = (tables: readonly ProtectedTable[], verified: readonly Verified[]): Protection[] =>
  tables
    .map((table) => {
      const [latest, ...rest] = verified.filter(({ tableName }) => tableName === table.id).sort(newestFirst);
      return {
        table,
        latest,
        standing: latest?.verdict ?? ("NONE" as const),
        earlier: rest.map(({ verdict }) => verdict),
        behind: latest !== undefined && latest.recoveryPointArn !== table.recoveryPointArn,
      };
    })
    .sort((a, b) => a.table.modelName.localeCompare(b.table.modelName));

const unproven = [
  ["FAILED", "Failed the last check"],
  ["INCONCLUSIVE", "Could not be judged"],
  ["NONE", "Not verified yet"],
] as const;

/** The whole set in one verdict and a few words: passed only when every table is. */
export const overall = (rows: readonly Protection[]): { standing: Standing; sentence: string } => {
  if (rows.length === 0) return { standing: "NONE", sentence: "No table has a recovery point yet." };
  const told = unproven
    .map(([standing, words]) => ({ standing, words, names: rows.filter((row) => row.standing === standing) }))
    .filter(({ names }) => names.length > 0);
  const [worst] = told;
  if (!worst) return { standing: "PASSED", sentence: `Proven to restore: all ${rows.length} tables.` };
  const proven = rows.filter(({ standing }) => standing === "PASSED").length;
  const sentences = [
    `Proven to restore: ${proven} of ${rows.length} tables.`,
    ...told.map(({ words, names }) => `${words}: ${names.map(modelName).join(", ")}.`),
  ];
  return { standing: worst.standing, sentence: sentences.join(" ") };
};

const modelName = ({ table }: Protection) => table.modelName;

/**
 * What the comparison came to. What was written or deleted since the backup has no live counterpart to compare with:
 * that nothing differs is said of the rest only, and where there is no rest, of the keys.
 */
export const comparison = ({ differences, unverifiedItems, restoredItems }: Verified): string => {
  if (typeof differences !== "number") return "not known";
  const counted = formatCount(differences, "difference");
  if (!unverifiedItems) return counted;
  const left = `contents of ${formatCount(unverifiedItems, "item")} not`;
  const isAll = typeof restoredItems === "number" && unverifiedItems >= restoredItems;
  return isAll && differences === 0 ? `keys compared, ${left}` : `${counted}, ${left} compared`;
};

const shownAtOnce = 5;

/** The worst findings to show at once, more of them, and the notes, which ask for nothing. */
export const shownFindings = (
  findings: readonly Finding[],
): Record<"first" | "more" | "notes", Finding[]> => {
  const problems = findings
    .filter(({ severity }) => severity !== "INFO")
    .sort((a, b) => severities[a.severity].rank - severities[b.severity].rank);
  return {
    first: problems.slice(0, shownAtOnce),
    more: problems.slice(shownAtOnce),
    notes: findings.filter(({ severity }) => severity === "INFO"),
  };
};
