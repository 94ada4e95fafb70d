import { mkdirSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { type JsonFile, jsonFile } from "../../jsonFile.ts";
import { noSuchVault } from "./errors.ts";
import type { VaultLock } from "./lock.ts";

/** Dates are ISO 8601. */
export interface Vault {
  name: string;
  arn: string;
  /** Absent: an ordinary one. */
  type?: "LOGICALLY_AIR_GAPPED_BACKUP_VAULT";
  encryptionKeyArn: string;
  /** Absent for a key that AWS Backup manages in the account. */
  encryptionKeyType?: "AWS_OWNED_KMS_KEY" | "CUSTOMER_MANAGED_KMS_KEY";
  creationDate: string;
  creatorRequestId?: string;
  /** The vault's access policy, JSON. */
  policy?: string;
  lock?: VaultLock;
  notifications?: Notifications;
  tags: Record<string, string>;
  /** The template's properties as last applied, JSON: what was changed by API since then stays. */
  applied?: string;
}

/** What of a vault's jobs an SNS topic is told. */
export interface Notifications {
  topicArn: string;
  events: string[];
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

export const typeOf = ({ type }: Vault) => type ?? "BACKUP_VAULT";
