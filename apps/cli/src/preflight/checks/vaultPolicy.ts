import { backupAdminArnOf, vaultAccessPolicy } from "@holdfast/backup-policy";
import { policyOn } from "../../vaults.ts";
import type { Check } from "../check.ts";
import { lockIn, lockOn } from "../lock.ts";
import { throughBackupAdmin } from "../throughBackupAdmin.ts";

const field = "vault";

export const vaultPolicy: Check = {
  says: "The vault's own policy is what the policy makes of it: only BackupAdmin may change it.",
  source: "https://docs.aws.amazon.com/aws-backup/latest/devguide/create-a-vault-access-policy.html",
  field,
  actions: ["backup:ListBackupVaults", "backup:GetBackupVaultAccessPolicy"],
  async look(scene) {
    const { cloud, here, policy, vaultName } = scene;
    const vault = await scene.vault(here.region, vaultName);
    // Another lock makes another policy, and is told by its own check.
    if (!vault || lockOn(vault) !== lockIn(policy)) return [];
    const asked = vaultAccessPolicy(backupAdminArnOf(here, vaultName), policy.vault.lock);
    const there = await policyOn(cloud, vaultName);
    if (there === undefined) {
      return [
        {
          assumption: field,
          outcome: "told",
          found: `The vault ${vaultName} has no policy of its own now: whoever has the permission may delete from it.`,
          next: "A deploy that changes the vault's policy puts it on. If nothing of it changed, put it on yourself:",
          commands: [
            `aws backup put-backup-vault-access-policy --region ${here.region} --backup-vault-name ${vaultName} --policy '${JSON.stringify(asked)}'`,
          ],
        },
      ];
    }
    if (canonical(JSON.parse(there)) === canonical(asked)) {
      return [
        { assumption: field, outcome: "holds", found: `The policy of the vault ${vaultName} is this one's.` },
      ];
    }
    return [
      {
        assumption: field,
        outcome: "broken",
        found: `The policy of the vault ${vaultName} differs from the one that this policy makes of it.`,
        ...throughBackupAdmin(scene),
      },
    ];
  },
};

/** The same text for documents that say the same: in IAM one value is as good as a list of one, and order means nothing. */
function canonical(value: unknown): string {
  if (Array.isArray(value)) {
    const items = value.map(canonical).sort();
    return items.length === 1 ? (items[0] ?? "") : `[${items.join()}]`;
  }
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const members = Object.entries(value).sort(([a], [b]) => a.localeCompare(b));
  return `{${members.map(([name, member]) => `${name}:${canonical(member)}`).join()}}`;
}
