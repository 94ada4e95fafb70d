import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { AwsError } from "../../errors.ts";
import { jsonFile } from "../../jsonFile.ts";
import { records } from "../../records.ts";
import type { Clock, Place } from "../../service.ts";
import { stableUuid } from "../../stableId.ts";

/** A symmetric key with its material, as it lies on disk. Dates are ISO 8601. */
export interface Key {
  id: string;
  arn: string;
  description: string;
  enabled: boolean;
  creationDate: string;
  manager: "AWS" | "CUSTOMER";
  /** Days between two rotations; absent when automatic rotation is off. */
  rotationPeriodInDays?: number;
  multiRegion: boolean;
  /** The key policy, JSON. */
  policy: string;
  tags: Record<string, string>;
  /** 256 bits, base64. */
  material: string;
  /** The template's properties as last applied, JSON: what was changed by API since then stays. */
  applied?: string;
}

export interface Alias {
  keyId: string;
  creationDate: string;
  lastUpdatedDate: string;
}

export type NewKey = Omit<Key, "arn" | "creationDate" | "material">;

export interface Keys {
  /** Finds by key id, key ARN, alias name or alias ARN. Throws NotFoundException. */
  resolve(idOrAlias: string): Key;
  get(id: string): Key | undefined;
  list(): Key[];
  create(key: NewKey): Key;
  save(key: Key): void;
  aliases(): [name: string, alias: Alias][];
  setAlias(name: string, keyId: string): void;
  removeAlias(name: string): void;
  aliasArn(name: string): string;
}

export interface KeysDeps {
  dataDir: string;
  place: Place;
  clock: Clock;
}

/** Keys and aliases in `<dataDir>/kms`: one file a key, readable by its owner only. */
export function createKeys({ dataDir, place, clock }: KeysDeps): Keys {
  const stored = records<Key>(join(dataDir, "kms", "keys"));
  const aliases = jsonFile<Record<string, Alias>>(join(dataDir, "kms", "aliases.json"), {});
  const prefix = `arn:${place.partition}:kms:${place.region}:${place.accountId}:`;

  const keys: Keys = {
    resolve(idOrAlias) {
      const name = idOrAlias.startsWith(prefix) ? idOrAlias.slice(prefix.length) : idOrAlias;
      if (name.startsWith("alias/")) return keyOfAlias(name);
      const key = keys.get(name.replace(/^key\//, ""));
      if (key) return key;
      const arn = idOrAlias.startsWith("arn:") ? idOrAlias : `${prefix}key/${idOrAlias}`;
      throw new AwsError("NotFoundException", `Key '${arn}' does not exist`);
    },
    get: stored.get,
    list: stored.list,
    save: stored.save,
    create(key) {
      const created = {
        ...key,
        arn: `${prefix}key/${key.id}`,
        creationDate: clock.now().toISOString(),
        material: randomBytes(32).toString("base64"),
      };
      keys.save(created);
      return created;
    },
    aliases: () => Object.entries(aliases.value),
    setAlias(name, keyId) {
      const now = clock.now().toISOString();
      const existing = aliases.value[name];
      if (existing?.keyId === keyId) return;
      aliases.value[name] = { keyId, creationDate: existing?.creationDate ?? now, lastUpdatedDate: now };
      aliases.save();
    },
    removeAlias(name) {
      delete aliases.value[name];
      aliases.save();
    },
    aliasArn: (name) => prefix + name,
  };
  return keys;

  function keyOfAlias(name: string): Key {
    const key = keys.get(aliases.value[name]?.keyId ?? "") ?? managedKey(name);
    if (key) return key;
    throw new AwsError("NotFoundException", `Alias ${prefix}${name} is not found.`);
  }

  /** AWS makes a service's own key when it is first used. */
  function managedKey(name: string): Key | undefined {
    const service = /^alias\/aws\/([a-z0-9]+)$/.exec(name)?.[1];
    if (!service) return undefined;
    const id = stableUuid(name);
    const key =
      keys.get(id) ??
      keys.create({
        id,
        description: `Default key that protects my ${service} resources when no other key is defined`,
        enabled: true,
        manager: "AWS",
        rotationPeriodInDays: 365,
        multiRegion: false,
        policy: defaultPolicy(place),
        tags: {},
      });
    keys.setAlias(name, key.id);
    return key;
  }
}

/** The policy of a key that is made without one: the account's IAM policies decide. */
export function defaultPolicy({ partition, accountId }: Place): string {
  return JSON.stringify({
    Version: "2012-10-17",
    Id: "key-default-1",
    Statement: [
      {
        Sid: "Enable IAM User Permissions",
        Effect: "Allow",
        Principal: { AWS: `arn:${partition}:iam::${accountId}:root` },
        Action: "kms:*",
        Resource: "*",
      },
    ],
  });
}

/** Throws the error AWS gives for a key that can't be used now. */
export function requireUsable(key: Key): Key {
  if (!key.enabled) throw disabled(key);
  return key;
}

export const disabled = ({ arn }: Key) => new AwsError("DisabledException", `${arn} is disabled.`);
