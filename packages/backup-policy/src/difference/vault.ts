import type { Lock, Policy } from "../schema.ts";
import { count } from "../words.ts";
import type { Change, Compared } from "./change.ts";
import { byThemselves, compareMembers, compareNumbers, compareValues } from "./compare.ts";

/** The vault's name, its key, who may delete, its lock. */
export function compareVaults({ before, after, field }: Compared<Policy["vault"]>): Change[] {
  return [
    ...compareValues(
      { before: before.name, after: after.name, field: `${field}.name` },
      `New recovery points go to a vault of the name ${after.name}; those made before stay in the vault ${before.name}.`,
    ),
    ...comparePrincipals(
      before.backupAdmin.principals,
      after.backupAdmin.principals,
      `${field}.backupAdmin.principals`,
      "become BackupAdmin, and so delete recovery points",
    ),
    ...comparePrincipals(
      before.key.administrators,
      after.key.administrators,
      `${field}.key.administrators`,
      "administer the vault's key; without the key no recovery point can be restored",
    ),
    ...compareValues(
      { before: before.key.multiRegion, after: after.key.multiRegion, field: `${field}.key.multiRegion` },
      `The vault's key becomes one of ${after.key.multiRegion ? "several Regions" : "one Region"}: AWS makes a new key for that, and a vault keeps the key it was made with.`,
    ),
    ...compareLocks(before.lock, after.lock, `${field}.lock`),
  ];
}

const comparePrincipals = (
  before: readonly string[],
  after: readonly string[],
  field: string,
  may: string,
): Change[] =>
  compareMembers(
    { before: byThemselves(before), after: byThemselves(after), field },
    {
      adding: "weaker",
      added: (principal) => `${who(principal)} may ${may}.`,
      removed: (principal) => `${who(principal)} may no longer ${may.replace(/[,;].*/, "")}.`,
    },
  );

const who = (principal: string) =>
  principal === "account" ? "Whoever the account's own IAM policies let" : principal;

const strength = { none: 0, governance: 1, compliance: 2 } as const;

function compareLocks(before: Lock, after: Lock, field: string): Change[] {
  if (before.kind !== after.kind) {
    const direction = strength[after.kind] > strength[before.kind] ? "stronger" : "weaker";
    const change: Change = { field, direction, before, after, sentence: lockSentence(before, after) };
    return [change, ...compareBounds(before, after, field)];
  }
  return compareBounds(before, after, field);
}

function lockSentence(before: Lock, after: Lock): string {
  const is = {
    none: "The vault has no lock: BackupAdmin can delete points before their time.",
    governance:
      "The vault gets a governance lock: nobody deletes points before their time, but BackupAdmin can take the lock off.",
    compliance:
      "The vault gets a compliance lock: after its cooling-off nobody deletes points before their time, nobody ever takes the lock off.",
  }[after.kind];
  return before.kind === "compliance"
    ? `${is} AWS allows it only while the compliance lock's cooling-off of ${count(before.coolingOffDays, "day")} isn't over.`
    : is;
}

function compareBounds(before: Lock, after: Lock, field: string): Change[] {
  if (before.kind === "none" || after.kind === "none") return [];
  return [
    ...compareNumbers(
      { before: before.minDays, after: after.minDays, field: `${field}.minDays` },
      "more protects",
      `The lock takes only points that are kept at least ${count(after.minDays, "day")}, not ${before.minDays}.`,
    ),
    ...compareNumbers(
      { before: before.maxDays, after: after.maxDays, field: `${field}.maxDays` },
      "neither",
      `The lock takes only points that are kept at most ${count(after.maxDays, "day")}, not ${before.maxDays}.`,
    ),
    ...(before.kind === "compliance" && after.kind === "compliance"
      ? [
          ...compareNumbers(
            { before: before.coolingOffDays, after: after.coolingOffDays, field: `${field}.coolingOffDays` },
            "less protects",
            `The lock can be taken off for ${count(after.coolingOffDays, "day")}, not ${before.coolingOffDays}. A lock whose cooling-off is over stays as it is.`,
          ),
          ...compareValues(
            { before: before.acknowledged, after: after.acknowledged, field: `${field}.acknowledged` },
            "Somebody else answers for the compliance lock.",
          ),
        ]
      : []),
  ];
}
