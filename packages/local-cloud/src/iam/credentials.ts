import { join } from "node:path";
import { jsonFile } from "../jsonFile.ts";
import type { Clock, Place, Principal } from "../service.ts";
import { isTotp, totp } from "./mfa.ts";
import type { RoleSession } from "./session.ts";
import { administrator, rootUser } from "./users.ts";

export interface AccessKey {
  accessKeyId: string;
  secretAccessKey: string;
}

export interface SessionCredentials extends AccessKey {
  sessionToken: string;
  /** Absent for the sessions that services hold: in AWS the service renews them. */
  expiration?: Date;
}

export interface IssuedKey extends AccessKey {
  principal: Principal;
  sessionToken?: string;
  expiration?: Date;
}

export interface MfaDevice {
  serialNumber: string;
  /** The code that the device shows now. */
  code(): string;
  isValid(code: string): boolean;
}

export interface Credentials {
  /** The account's root user: may do what no resource's policy denies, but can't assume roles. */
  root: AccessKey;
  /** An IAM user with AdministratorAccess: can assume roles. */
  administrator: AccessKey;
  /** The administrator's virtual MFA device. */
  mfa: MfaDevice;
  /** A key with whom it belongs to, for a day even after it has expired. */
  find(accessKeyId: string): IssuedKey | undefined;
  startSession(session: RoleSession, expiration?: Date): SessionCredentials;
}

export interface CredentialsDeps {
  /** Keys are kept in `credentials.json` of this folder, readable by its owner only. */
  dataDir: string;
  place: Place;
  clock: Clock;
  random: (bytes: number) => Buffer;
}

interface Stored {
  root: AccessKey;
  administrator: AccessKey;
  /** In base64. */
  mfaSecret: string;
}

const DAY_MS = 86_400_000;
const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/** The keys of the account's two users, made once a data folder, and the session keys of its roles, in memory. */
export function createCredentials({ dataDir, place, clock, random }: CredentialsDeps): Credentials {
  const id = (prefix: string) => prefix + Array.from(random(16), (byte) => ALPHABET[byte % 32]).join("");
  const key = (prefix: string): AccessKey => ({
    accessKeyId: id(prefix),
    secretAccessKey: random(30).toString("base64"),
  });
  const stored = load(join(dataDir, "credentials.json"), () => ({
    root: key("AKIA"),
    administrator: key("AKIA"),
    mfaSecret: random(20).toString("base64"),
  }));
  const issued = new Map<string, IssuedKey>();
  const issue = (entry: IssuedKey) => issued.set(entry.accessKeyId, entry);
  issue({ ...stored.root, principal: rootUser(place) });
  issue({ ...stored.administrator, principal: administrator(place) });
  return {
    root: stored.root,
    administrator: stored.administrator,
    mfa: mfaDevice(stored.mfaSecret, place, clock),
    find: (accessKeyId) => issued.get(accessKeyId),
    startSession(principal, expiration) {
      forgetLongExpired(issued, clock.now());
      const session = { ...key("ASIA"), sessionToken: random(150).toString("base64") };
      const until = expiration ? { expiration } : {};
      issue({ ...session, principal, ...until });
      return { ...session, ...until };
    },
  };
}

function load(path: string, make: () => Stored): Stored {
  const file = jsonFile<Partial<Stored>>(path, {});
  const { root, administrator, mfaSecret } = file.value;
  if (isKey(root) && isKey(administrator) && typeof mfaSecret === "string")
    return { root, administrator, mfaSecret };
  if (Object.keys(file.value).length > 0)
    throw new Error(
      `${path} is damaged: it doesn't hold two access keys and an MFA secret. Delete it to get new keys, or put it back from a copy.`,
    );
  const made = make();
  file.value = made;
  file.save();
  return made;
}

const isKey = (key: AccessKey | undefined): key is AccessKey =>
  /^AKIA[A-Z2-7]{16}$/.test(key?.accessKeyId ?? "") && key?.secretAccessKey?.length === 40;

function mfaDevice(mfaSecret: string, { partition, accountId }: Place, clock: Clock): MfaDevice {
  const secret = Buffer.from(mfaSecret, "base64");
  return {
    serialNumber: `arn:${partition}:iam::${accountId}:mfa/administrator`,
    code: () => totp(secret, clock.now()),
    isValid: (code) => isTotp(secret, code, clock.now()),
  };
}

// Kept for a day, so that whoever still uses a key hears that it expired and not that it never was.
function forgetLongExpired(issued: Map<string, IssuedKey>, now: Date): void {
  for (const [id, { expiration }] of issued)
    if (expiration && now.getTime() - expiration.getTime() > DAY_MS) issued.delete(id);
}
