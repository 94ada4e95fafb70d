import type { BackupClient } from "@aws-sdk/client-backup";
import { AssumeRoleCommand, GetCallerIdentityCommand } from "@aws-sdk/client-sts";
import * as v from "valibot";
import type { Cloud } from "../cloud.ts";
import { CouldNotRun } from "../errors.ts";
import { policyOn } from "../vaults.ts";

export interface SecondFactor {
  mfaSerial?: string;
  mfaCode?: string;
}

const one = <Value extends v.GenericSchema<unknown, unknown>>(value: Value) =>
  v.union([
    v.array(value),
    v.pipe(
      value,
      v.transform((single) => [single]),
    ),
  ]);

const AccessPolicy = v.object({
  Statement: one(
    v.object({
      Effect: v.string(),
      Action: v.optional(one(v.string()), []),
      Condition: v.optional(v.record(v.string(), v.record(v.string(), one(v.string()))), {}),
    }),
  ),
});

/** The role that the vault's own policy lets delete recovery points, and nobody else. */
export async function backupAdminOf(cloud: Cloud, vaultName: string): Promise<string> {
  const policy = (await policyOn(cloud, vaultName)) ?? '{"Statement":[]}';
  const { Statement } = v.parse(AccessPolicy, JSON.parse(policy));
  const denial = Statement.find(
    ({ Effect, Action }) => Effect === "Deny" && Action.includes("backup:DeleteRecoveryPoint"),
  );
  const role = denial?.Condition.ArnNotEquals?.["aws:PrincipalArn"]?.[0];
  if (role) return role;
  throw new CouldNotRun(`The vault ${vaultName} has no policy that names who may delete from it.`, {
    next: "Name the role with --role.",
  });
}

/** AWS Backup as BackupAdmin: as who one is already, or by assuming the role with a second factor. */
export async function asBackupAdmin(
  cloud: Cloud,
  roleArn: string,
  { mfaSerial, mfaCode }: SecondFactor,
): Promise<BackupClient> {
  const role = roleArn.slice(roleArn.lastIndexOf("/") + 1);
  const { Arn = "" } = await cloud.sts.send(new GetCallerIdentityCommand());
  if (Arn.includes(`:assumed-role/${role}/`)) return cloud.backup;
  const SerialNumber = mfaSerial ?? (await cloud.mfa?.())?.serialNumber;
  if (!SerialNumber || !mfaCode) throw needsSecondFactor(cloud, SerialNumber);
  const assume = new AssumeRoleCommand({
    RoleArn: roleArn,
    RoleSessionName: "holdfast-teardown",
    SerialNumber,
    TokenCode: mfaCode,
  });
  const { Credentials } = await cloud.sts.send(assume).catch((cause) => {
    if (!/^AccessDenied/.test(cause.name)) throw cause;
    throw new CouldNotRun(`${role} can't be assumed: ${cause.message}`, {
      next: "Give the code that your MFA device shows now (each works once), and check that the policy's vault.backupAdmin.principals let you in.",
      cause,
    });
  });
  return cloud.backupAs({
    accessKeyId: Credentials?.AccessKeyId ?? "",
    secretAccessKey: Credentials?.SecretAccessKey ?? "",
    sessionToken: Credentials?.SessionToken ?? "",
  });
}

const needsSecondFactor = (cloud: Cloud, serial: string | undefined) =>
  new CouldNotRun("Only BackupAdmin deletes, and one becomes it with a second factor.", {
    next: cloud.mfa
      ? "Add --mfa-code with what `holdfast mfa` shows: it is the local cloud's MFA device."
      : `Add ${serial ? "" : "--mfa-serial with your device (aws iam list-mfa-devices) and "}--mfa-code with the six digits it shows.`,
  });
