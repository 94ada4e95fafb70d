import type { Policy } from "../schema.ts";
import type { Breach, Law } from "./law.ts";

/** https://docs.aws.amazon.com/aws-backup/latest/devguide/aws-backup-limits.html */
const SELECTIONS = 30;
const TABLES = 30;

/** A selection of restore testing knows less than one of a plan: up to 30 whole ARNs, or tags that are equal or not. */
export const restoreTestingSelection: Law = {
  severity: "error",
  says: "What is protected is what restore testing can select: 30 entries, each of tags by equals and notEquals or of 30 tables by their whole ARN.",
  source: "https://docs.aws.amazon.com/aws-backup/latest/devguide/API_RestoreTestingSelectionForCreate.html",
  check: ({ protect, verification: { by } }) => {
    if (by.kind !== "restoreTesting") return [];
    return [
      ...(protect.length > SELECTIONS
        ? [{ field: "protect", got: protect.length, allowed: `at most ${SELECTIONS} entries${because}` }]
        : []),
      ...protect.flatMap(inSelection),
    ];
  },
};

const because = ", as verification.by is restoreTesting(…)";

function inSelection(entry: Policy["protect"][number], i: number): Breach[] {
  if (entry.kind === "tag") {
    return entry.where.flatMap(({ operator }, j) =>
      operator === "like" || operator === "notLike"
        ? [
            {
              field: `protect.${i}.where.${j}.operator`,
              got: operator,
              allowed: `equals or notEquals${because}`,
            },
          ]
        : [],
    );
  }
  const { arns } = entry;
  return [
    ...(arns.length > TABLES
      ? [{ field: `protect.${i}.arns`, got: arns.length, allowed: `at most ${TABLES} tables${because}` }]
      : []),
    ...arns.flatMap((arn, j) =>
      arn.includes("*")
        ? [{ field: `protect.${i}.arns.${j}`, got: arn, allowed: `a whole ARN, without *${because}` }]
        : [],
    ),
  ];
}
