import type { Check, Finding } from "../check.ts";
import { keyOf, usable } from "../key.ts";

const field = "vault.key";

export const vaultKey: Check = {
  says: "The vault's key is enabled, and of one Region or of several as the policy says.",
  source: "https://docs.aws.amazon.com/kms/latest/developerguide/key-state.html",
  field,
  actions: ["backup:ListBackupVaults", "kms:DescribeKey"],
  async look(scene) {
    const { cloud, here, policy, vaultName } = scene;
    const keyArn = (await scene.vault(here.region, vaultName))?.EncryptionKeyArn;
    if (keyArn === undefined) return [];
    const key = await keyOf(cloud, keyArn);
    const state = usable(keyArn, key, { vault: vaultName, region: here.region });
    return [
      { assumption: field, ...state },
      ...(key ? regions(key.MultiRegion === true, policy.vault.key.multiRegion, vaultName) : []),
    ];
  },
};

/** KMS never changes it of a key, nor AWS Backup the key of a vault. */
function regions(is: boolean, asked: boolean, vaultName: string): Finding[] {
  if (is === asked) return [];
  return [
    {
      assumption: `${field}.multiRegion`,
      outcome: "broken",
      found: `The key of the vault ${vaultName} is ${is ? "a multi-Region key" : "a key of one Region"}, and stays it; the policy says multiRegion: ${asked}. CloudFormation would make another key, and can't make another vault of the same name.`,
      next: `Say multiRegion: ${is} in the policy, or give its vault another name.`,
    },
  ];
}
