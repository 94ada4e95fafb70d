import { type Policy, rulesOf } from "../schema.ts";
import type { Breach, Law } from "./law.ts";

/** AWS's quotas for a plan, its rules and its selections, and what of a policy counts towards them. */
export const planLimits: Law = {
  severity: "error",
  says: "A plan has at most 10 rules, of 5 copies and 10 tags each, and 100 selections of 30 conditions and 500 tables each.",
  source: "https://docs.aws.amazon.com/aws-backup/latest/devguide/aws-backup-limits.html",
  check: (policy) => [
    ...over("rules", rulesOf(policy).length, 10, "rules in a plan"),
    ...rulesOf(policy).flatMap(([name, { copies, tags }]) => [
      ...over(`rules.${name}.copies`, copies.length, 5, "copies in a rule"),
      ...over(`rules.${name}.tags`, Object.keys(tags).length, 10, "tags in a rule"),
    ]),
    ...over("protect", policy.protect.length, 100, "selections in a plan"),
    ...policy.protect.flatMap(inSelection),
  ],
};

function inSelection(entry: Policy["protect"][number], i: number): Breach[] {
  if (entry.kind === "tables") return tables(`protect.${i}.arns`, entry.arns);
  return [
    // The tag itself is a condition as well.
    ...over(`protect.${i}.where`, entry.where.length, 29, "further conditions in a selection"),
    ...tables(`protect.${i}.except`, entry.except),
  ];
}

function tables(field: string, arns: string[]): Breach[] {
  return arns.some((arn) => arn.includes("*"))
    ? over(field, arns.length, 30, "tables in a selection when one has a *")
    : over(field, arns.length, 500, "tables in a selection");
}

function over(field: string, got: number, limit: number, what: string): Breach[] {
  return got > limit ? [{ field, got, allowed: `at most ${limit} ${what}` }] : [];
}
