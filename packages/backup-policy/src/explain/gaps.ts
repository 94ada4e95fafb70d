import { type Policy, rulesOf } from "../schema.ts";
import type { Section } from "./section.ts";

/** What somebody may take the policy to do and it doesn't. */
export function whatIsNotCovered(policy: Policy): Section {
  const rules = rulesOf(policy).map(([, rule]) => rule);
  const copies = rules.flatMap((rule) => rule.copies);
  const away = copies.length > 0 || rules.some(({ airGappedVaultArn }) => airGappedVaultArn !== undefined);
  return {
    heading: "What is not covered",
    sentences: [
      "Anything but DynamoDB tables: users and their passwords, files, the site and the code.",
      "Changes since the newest recovery point.",
      "A moment common to all tables: each is backed up by itself, so what refers from one to another may not fit to the minute.",
      "The table's name and settings: a restore makes a new table, without time to live, streams, tags, auto scaling, alarms and point-in-time recovery.",
      "Damage that nobody notices for longer than recovery points are kept.",
      ...(away
        ? []
        : [
            "The loss of the Region or of the account: every recovery point is in one vault, and there are no copies.",
          ]),
      ...(copies.some(({ to }) => to.kind !== "region")
        ? [
            "Who may delete in the vaults of others that copies go to: their policies, keys and locks aren't this policy's.",
          ]
        : []),
      ...(policy.continuous
        ? []
        : ["Any moment between two backups: point-in-time recovery isn't asked for."]),
    ],
  };
}
