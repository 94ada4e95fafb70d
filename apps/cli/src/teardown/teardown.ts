import type { BackupClient } from "@aws-sdk/client-backup";
import type { Prices } from "@holdfast/backup-policy";
import { type Cloud, isDeployed, outputsOf, tablesOf } from "../cloud.ts";
import { CouldNotRun } from "../errors.ts";
import type { Step } from "../steps.ts";
import type { World } from "../world.ts";
import { asBackupAdmin, backupAdminOf, type SecondFactor } from "./backupAdmin.ts";
import { deleteVault, takeLockOff } from "./emptyVault.ts";
import { type Inventory, inventoryOf, type VaultLeft } from "./inventory.ts";
import { untilWhen } from "./report.ts";
import { noStack, type OtherLeft, othersOf, readBackupStack } from "./stack.ts";

type Services = Pick<World, "clock" | "signal">;

/** What the stage would leave behind; its stacks may be gone already, then the vault has to be named. */
export async function lookAt(
  cloud: Cloud,
  vault: string | undefined,
  { prices, now }: { prices: Prices; now: Date },
): Promise<Inventory & { vaultName: string }> {
  const isThere = await isDeployed(cloud, "Backup");
  if (!isThere && !vault) {
    throw new CouldNotRun(`${cloud.where} has no stack ${cloud.stage}-holdfast-Backup.`, {
      next: `If it was removed already, name the vault that it left: --vault ${cloud.stage}-holdfast`,
    });
  }
  const vaultName = vault ?? (await outputsOf(cloud, "Backup"))("VaultName");
  const tables = (await isDeployed(cloud, "Api")) ? await tablesOf(cloud) : [];
  const stack = isThere ? await readBackupStack(cloud) : noStack;
  const others: OtherLeft[] = [];
  for (const name of ["Auth", "Api", "Verification"] as const)
    if (await isDeployed(cloud, name)) others.push(...(await othersOf(cloud, name)));
  return { vaultName, ...(await inventoryOf({ cloud, vaultName, tables, stack, others, prices, now })) };
}

/** @throws CouldNotRun under a compliance lock, saying until when nothing can be deleted */
export function refuseFinalLock({ vault, points }: Inventory): void {
  if (!vault?.lock?.isFinal || vault.points === 0) return;
  throw new CouldNotRun(`The vault ${vault.name} can't be emptied: it is under a compliance lock.`, {
    next: untilWhen(vault, points),
  });
}

/** The role that may delete, assumed. */
export async function becomeBackupAdmin(
  cloud: Cloud,
  { name }: VaultLeft,
  { role, ...factor }: SecondFactor & { role?: string },
): Promise<BackupClient> {
  return asBackupAdmin(cloud, role ?? (await backupAdminOf(cloud, name)), factor);
}

/** Takes the lock off, deletes the recovery points and the vault; `deleted` tells how many points went. */
export function deletionSteps(
  { name, lock }: VaultLeft,
  { backup, clock, signal }: Services & { backup: BackupClient },
  deleted: (points: number) => void,
): Step[] {
  const unlock: Step = {
    title: `Take the lock off ${name}`,
    async run() {
      await takeLockOff({ backup }, name);
      return undefined;
    },
  };
  const empty: Step = {
    title: `Empty and delete ${name}`,
    async run(tell) {
      deleted(await deleteVault({ backup, clock, signal }, name, tell).catch(sessionOver));
      return undefined;
    },
  };
  return lock && !lock.isFinal ? [unlock, empty] : [empty];
}

function sessionOver(error: Error): never {
  if (!/^ExpiredToken/.test(error.name)) throw error;
  throw new CouldNotRun("The session as BackupAdmin is over: it lasts an hour.", {
    next: "Run it again with a new code; it goes on where it stopped.",
    cause: error,
  });
}
