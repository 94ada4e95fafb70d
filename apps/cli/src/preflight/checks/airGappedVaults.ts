import { rulesOf } from "@holdfast/backup-policy";
import type { Check, Finding, Scene } from "../check.ts";
import { withinLock } from "../withinLock.ts";

export const airGappedVaults: Check = {
  says: "The air-gapped vaults that rules put their points into are there, are air-gapped, and keep them that long.",
  source: "https://docs.aws.amazon.com/aws-backup/latest/devguide/lag-vault-primary-backup.html",
  field: "rules",
  actions: ["backup:ListBackupVaults"],
  async look(scene) {
    const rules = rulesOf(scene.policy).flatMap(([name, { airGappedVaultArn, keepDays }]) =>
      airGappedVaultArn === undefined
        ? []
        : [{ field: `rules.${name}.airGappedVaultArn`, arn: airGappedVaultArn, keepDays }],
    );
    return Promise.all(rules.map((rule) => lookAt(scene, rule)));
  },
};

async function lookAt(
  { here, vault }: Scene,
  { field, arn, keepDays }: { field: string; arn: string; keepDays: number },
): Promise<Finding> {
  const [, , , region = "", account = "", , name = ""] = arn.split(":");
  const broken = (found: string, next: string): Finding => ({
    assumption: field,
    outcome: "broken",
    found,
    next,
  });
  if (account !== here.account || region !== here.region) {
    return broken(
      `${arn} is in ${region} of the account ${account}; the policy is deployed to ${here.region} of ${here.account}.`,
      "Name an air-gapped vault of the Region and account that the tables are in; copy to others.",
    );
  }
  const found = await vault(region, name);
  if (!found) {
    return {
      ...broken(`There is no vault ${arn}.`, "Make it:"),
      commands: [
        `aws backup create-logically-air-gapped-backup-vault --region ${region} --backup-vault-name ${name} --min-retention-days 7 --max-retention-days ${Math.max(keepDays, 7)}`,
      ],
    };
  }
  if (found.VaultType !== "LOGICALLY_AIR_GAPPED_BACKUP_VAULT") {
    return broken(`The vault ${arn} isn't air-gapped: it is a ${found.VaultType}.`, "Name one that is.");
  }
  if (found.VaultState !== undefined && found.VaultState !== "AVAILABLE") {
    return broken(`The vault ${arn} is ${found.VaultState}.`, "Wait until it is AVAILABLE, or make another.");
  }
  const outside = withinLock(found, keepDays);
  if (outside) return { assumption: field, ...outside };
  return { assumption: field, outcome: "holds", found: `The vault ${arn} is there and air-gapped.` };
}
