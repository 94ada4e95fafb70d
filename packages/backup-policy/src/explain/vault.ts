import type { Lock, Policy } from "../schema.ts";
import { count, list } from "../words.ts";
import type { Section } from "./section.ts";

/** Who can take recovery points away, and who can't. */
export function whoMayDelete({ vault }: Policy): Section {
  return {
    heading: "Who may delete",
    sentences: [
      `Recovery points are in the vault ${vault.name}, whose name begins with the stage's.`,
      "Everybody is denied deleting recovery points, changing how long they are kept, deleting the vault, and changing its policy or lock, administrators included. Only the role BackupAdmin isn't.",
      `BackupAdmin is assumed with multi-factor authentication, for at most 1 hour, by ${people(vault.backupAdmin.principals)}.`,
      ...lockInWords(vault.lock),
      `The vault is encrypted with a key of its own, which rotates every year and is administered by ${people(vault.key.administrators)}.${vault.key.multiRegion ? " It is a multi-Region key." : ""}`,
    ],
  };
}

function people(principals: string[]): string {
  return list(
    principals.map((principal) =>
      principal === "account" ? "whoever the account's administrators permit" : principal,
    ),
  );
}

function lockInWords(lock: Lock): string[] {
  if (lock.kind === "none")
    return ["The vault isn't locked: BackupAdmin can delete a recovery point before its time."];
  const bounds = `Nothing can be deleted before it is ${count(lock.minDays, "day")} old, and nothing is kept longer than ${count(lock.maxDays, "day")}`;
  if (lock.kind === "governance") {
    return [`The vault has a governance lock. ${bounds}, until BackupAdmin takes the lock off.`];
  }
  return [
    `The vault has a compliance lock. ${bounds}.`,
    `The lock can be taken off for ${count(lock.coolingOffDays, "day")} after it is deployed. After that nobody can, AWS included, and the vault stays as long as anything is in it.`,
    ...(lock.acknowledged ? [`${lock.acknowledged.by} acknowledged that on ${lock.acknowledged.on}.`] : []),
  ];
}
