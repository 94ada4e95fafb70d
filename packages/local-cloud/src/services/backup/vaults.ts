import { mkdirSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { type JsonFile, jsonFile } from "../../jsonFile.ts";
import { noSuchVault } from "./errors.ts";
import type { Lifecycle } from "./lifecycle.ts";

/** Dates are ISO 8601. */
export interface Vault {
  name: string;
  arn: string;
  encryptionKeyArn: string;
  creationDate: string;
  /** The vault's access policy, JSON. */
  policy?: string;
  lock?: VaultLock;
  tags: Record<string, string>;
  /** The template's properties as last applied, JSON: what was changed by API since then stays. */
  applied?: string;
}

export interface VaultLock {
  minRetentionDays?: number;
  maxRetentionDays?: number;
  /** From here on nobody can change the lock; absent for a lock that may be removed. */
  lockDate?: string;
}

export interface Vaults {
  /** Throws what AWS throws for a vault that doesn't exist. */
  get(name: string): Vault;
  find(name: string): Vault | undefined;
  list(): Vault[];
  save(vault: Vault): void;
  /** The vault has to be empty. */
  remove(name: string): void;
}

/** One folder a vault in `<folder>`: `vault.json`, and the vault's recovery points beside it. */
export function createVaults(folder: string): Vaults {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const file = (name: string) => jsonFile<Vault>(join(folder, name, "vault.json"), undefined as never);
  const files = new Map<string, JsonFile<Vault>>();
  for (const name of readdirSync(folder)) {
    const vault = file(name);
    // A folder without its file is what a crash left of a vault being made or removed.
    if (vault.value) files.set(name, vault);
  }
  const find = (name: string) => files.get(name)?.value;
  return {
    find,
    get(name) {
      const vault = find(name);
      if (!vault) throw noSuchVault(name);
      return vault;
    },
    list: () => [...files.values()].map(({ value }) => value).sort((a, b) => (a.name < b.name ? -1 : 1)),
    save(vault) {
      const stored = files.get(vault.name) ?? file(vault.name);
      stored.value = vault;
      stored.save();
      files.set(vault.name, stored);
    },
    remove(name) {
      files.delete(name);
      // The file first: a folder without it is no vault.
      rmSync(join(folder, name, "vault.json"));
      rmSync(join(folder, name), { recursive: true });
    },
  };
}

/** Why the vault's lock doesn't take a point with this lifecycle; undefined when it does. */
export function lockRefusal({ name, lock }: Vault, lifecycle: Lifecycle | undefined): string | undefined {
  const days = lifecycle?.DeleteAfterDays ?? -1;
  const { minRetentionDays: min, maxRetentionDays: max } = lock ?? {};
  const kept = days < 0 ? "for ever" : `${days} days`;
  if (min !== undefined && days >= 0 && days < min) {
    return `Retention period ${kept} is less than the minimum of ${min} days that the lock of the backup vault ${name} asks for.`;
  }
  if (max !== undefined && (days < 0 || days > max)) {
    return `Retention period ${kept} is more than the maximum of ${max} days that the lock of the backup vault ${name} allows.`;
  }
  return undefined;
}
