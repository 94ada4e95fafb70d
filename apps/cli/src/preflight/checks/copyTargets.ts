import type { BackupVaultListMember } from "@aws-sdk/client-backup";
import { type CopyTarget, copyTarget, rulesOf } from "@holdfast/backup-policy";
import type { Check, Finding, Scene } from "../check.ts";
import { keyOf, usable } from "../key.ts";
import { withinLock } from "../withinLock.ts";

const nameIn = (arn: string): string => arn.slice(arn.lastIndexOf(":") + 1);

/** AWS takes a plan that copies to a vault that isn't there; then each copy job fails. */
export const copyTargets: Check = {
  says: "The vaults that the rules copy to are there, keep what is copied that long, and their keys are enabled.",
  source: "https://docs.aws.amazon.com/aws-backup/latest/devguide/recov-point-create-a-copy.html",
  field: "rules",
  actions: ["backup:ListBackupVaults", "kms:DescribeKey"],
  async look(scene) {
    const { here, policy, vaultName } = scene;
    const copies = rulesOf(policy).flatMap(([rule, { copies }]) =>
      copies.map((copy, i) => ({
        field: `rules.${rule}.copies.${i}`,
        keepDays: copy.keepDays,
        target: copyTarget(here, copy, vaultName),
      })),
    );
    return (await Promise.all(copies.map((copy) => lookAt(scene, copy)))).flat();
  },
};

interface CopyLooked {
  field: string;
  keepDays: number;
  target: CopyTarget;
}

async function lookAt(scene: Scene, { field, keepDays, target }: CopyLooked): Promise<Finding[]> {
  const { cloud, here } = scene;
  const { arn, region } = target;
  if (target.account !== here.account && nameIn(arn) === "Default") {
    return [
      {
        assumption: field,
        outcome: "broken",
        found: `The vault ${arn} is another account's Default, whose key is AWS's own: every copy job would fail.`,
        next: "Copy to a vault of that account with a customer's key.",
      },
    ];
  }
  if (target.account !== here.account) {
    return [
      {
        assumption: field,
        outcome: "told",
        found: `The vault ${arn} is another account's: whether it is there, lets this account copy into it (backup:CopyIntoBackupVault in its policy) and keeps copies ${keepDays} days can't be seen from here.`,
      },
    ];
  }
  const name = nameIn(arn);
  const vault = await scene.vault(region, name);
  if (!vault) return [await missing(scene, field, target)];
  const outside = withinLock(vault, keepDays);
  if (outside) return [{ assumption: `${field}.keepDays`, ...outside }];
  const keyArn = vault.EncryptionKeyArn;
  if (keyArn === undefined) return [there(field, arn)];
  const state = usable(keyArn, await keyOf(cloud.inRegion(region), keyArn), { vault: name, region });
  return [state.outcome === "holds" ? there(field, arn) : { assumption: field, ...state }];
}

const there = (field: string, arn: string): Finding => ({
  assumption: field,
  outcome: "holds",
  found: `The vault ${arn} is there and can take copies.`,
});

/** A vault that needs a replica of a key which this deploy makes can be made only after it. */
async function missing(
  { here, policy, vaultName, vault }: Scene,
  field: string,
  { arn, region, isOwn }: CopyTarget,
): Promise<Finding> {
  const isReplica = isOwn && policy.vault.key.multiRegion;
  const own: BackupVaultListMember | undefined = isReplica ? await vault(here.region, vaultName) : undefined;
  const found = `There is no vault ${arn}.`;
  const make = (key: string) =>
    `aws backup create-backup-vault --region ${region} --backup-vault-name ${nameIn(arn)} --encryption-key-arn ${key}`;
  if (!isReplica) {
    return {
      assumption: field,
      outcome: "broken",
      found: `${found} Every copy job would fail.`,
      next: "Make it, best as a ProtectedVault in a stack of that Region, so that it is protected as well.",
      commands: [make("KEY_OF_THAT_REGION")],
    };
  }
  const key = own?.EncryptionKeyArn ?? `alias/${vaultName}-backup`;
  const replica = own?.EncryptionKeyArn?.replace(`:${here.region}:`, `:${region}:`) ?? "REPLICA_KEY";
  return {
    assumption: field,
    outcome: own ? "broken" : "told",
    found: `${found} ${own ? "Every copy job would fail." : "It takes a replica of the key that this deploy makes."}`,
    next: own ? "Make it there:" : "Make it after this deploy, before the rule is due:",
    commands: [
      `aws kms replicate-key --region ${here.region} --key-id ${key} --replica-region ${region}`,
      make(replica),
    ],
  };
}
