import * as v from "valibot";
import { requireChangeableLock } from "../changeableLock.ts";
import { lockOf } from "../lock.ts";
import { long } from "../members.ts";
import { numberKeys, operation } from "../operation.ts";
import { vaultInput, vaultOf } from "../vaultInput.ts";

export const putBackupVaultLockConfiguration = operation({
  method: "PUT",
  path: "/backup-vaults/{BackupVaultName}/vault-lock",
  input: v.object({
    ...vaultInput.entries,
    MinRetentionDays: v.optional(long),
    MaxRetentionDays: v.optional(long),
    ChangeableForDays: v.optional(long),
  }),
  resource: vaultOf,
  context: ({ MinRetentionDays, MaxRetentionDays, ChangeableForDays }) =>
    numberKeys({ MinRetentionDays, MaxRetentionDays, ChangeableForDays }),
  run(input, call) {
    const { clock, events, vaults } = call;
    const vault = vaultOf(input, call);
    requireChangeableLock(vault, clock.now());
    const locked = { ...vault, lock: lockOf(input, clock.now()) };
    vaults.save(locked);
    events.vault(locked, "MODIFIED");
  },
});
