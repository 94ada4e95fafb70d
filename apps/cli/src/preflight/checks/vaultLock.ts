import { policyOn } from "../../vaults.ts";
import type { Check } from "../check.ts";
import { lockIn, lockOn } from "../lock.ts";
import { throughBackupAdmin } from "../throughBackupAdmin.ts";

const field = "vault.lock";

export const vaultLock: Check = {
  says: "The vault's lock is the policy's: only BackupAdmin may put another one on it, and nobody once it is final.",
  source: "https://docs.aws.amazon.com/aws-backup/latest/devguide/vault-lock.html",
  field,
  actions: ["backup:ListBackupVaults", "backup:GetBackupVaultAccessPolicy"],
  async look(scene) {
    const { cloud, here, now, policy, vaultName } = scene;
    const vault = await scene.vault(here.region, vaultName);
    if (!vault) return [];
    const [there, asked] = [lockOn(vault), lockIn(policy)];
    if (there === asked) {
      return [{ assumption: field, outcome: "holds", found: `The vault ${vaultName} has ${there}.` }];
    }
    const found = `The vault ${vaultName} has ${there}; the policy says ${asked}.`;
    const { LockDate } = vault;
    if (!LockDate || LockDate > now) {
      if ((await policyOn(cloud, vaultName)) === undefined) {
        return [
          {
            assumption: field,
            outcome: "told",
            found: `${found} Now that the vault has no policy of its own, a deploy of another lock can change it.`,
          },
        ];
      }
      return [{ assumption: field, outcome: "broken", found, ...throughBackupAdmin(scene) }];
    }
    return [
      {
        assumption: field,
        outcome: "broken",
        found: `${found} Since ${LockDate.toISOString().slice(0, 10)} nobody can change it, AWS neither.`,
        next: "Say in the policy what the vault has, or give the policy's vault another name.",
      },
    ];
  },
};
