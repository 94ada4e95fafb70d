import { GetRoleCommand } from "@aws-sdk/client-iam";
import { backupAdminNameOf } from "@holdfast/backup-policy";
import { isDeployed, outputsOf } from "../../cloud.ts";
import { whereThere } from "../../whereThere.ts";
import type { Check, Finding, Scene } from "../check.ts";

const field = "vault.name";

/** A stack that is deployed has its vault and role. A new one can't make what a removed one has left behind. */
export const freeNames: Check = {
  says: "The vault and the role BackupAdmin are the stack's own, or there are none of their names yet.",
  source:
    "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-attribute-deletionpolicy.html",
  field,
  actions: ["cloudformation:DescribeStacks", "backup:ListBackupVaults", "iam:GetRole"],
  async look(scene) {
    const { cloud, here, vaultName } = scene;
    const stack = `${cloud.stage}-holdfast-Backup`;
    if (await isDeployed(cloud, "Backup")) return [await deployed(scene, stack)];
    const roleName = backupAdminNameOf(vaultName);
    const role = await whereThere(
      cloud.iam.send(new GetRoleCommand({ RoleName: roleName })),
      "NoSuchEntityException",
    );
    const found = [
      ...((await scene.vault(here.region, vaultName)) ? [vaultLeft(scene, stack)] : []),
      ...(role ? [roleLeft(stack, roleName)] : []),
    ];
    if (found.length > 0) return found;
    return [
      {
        assumption: field,
        outcome: "holds",
        found: `There is no vault ${vaultName} and no role ${roleName} yet.`,
      },
    ];
  },
};

/** A vault with another name is another vault to CloudFormation. */
async function deployed(scene: Scene, stack: string): Promise<Finding> {
  const { cloud, here, vaultName } = scene;
  const own = (await outputsOf(cloud, "Backup"))("VaultName");
  const finding = (outcome: Finding["outcome"], found: string, next?: string): Finding => ({
    assumption: field,
    outcome,
    found,
    ...(next && { next }),
  });
  const vault = await scene.vault(here.region, vaultName);
  if (own === vaultName && vault) return finding("holds", `The vault ${own} is the stack ${stack}'s.`);
  if (own === vaultName) {
    return finding(
      "broken",
      `The stack ${stack} is deployed, and its vault ${own} is gone: CloudFormation doesn't make it again, and every job would fail.`,
      "Give the policy's vault another name, and the deploy makes it.",
    );
  }
  if (vault) {
    return finding(
      "broken",
      `The vault ${vaultName} is there and isn't the stack ${stack}'s, which has ${own}: CloudFormation can't make what exists.`,
      "Give the policy's vault a name that is free.",
    );
  }
  return finding(
    "told",
    `The stack ${stack} has the vault ${own}; the deploy makes ${vaultName} and leaves ${own} behind with its recovery points, or fails to delete it.`,
  );
}

const vaultLeft = ({ cloud: { stage }, here: { region }, vaultName }: Scene, stack: string): Finding => ({
  assumption: field,
  outcome: "broken",
  found: `The vault ${vaultName} is there, and the stack ${stack} isn't: CloudFormation can't make what exists.`,
  next: "Delete the vault with what is in it, or give the policy's vault another name.",
  commands: [
    `AWS_REGION=${region} npx holdfast teardown --stage ${stage} --vault ${vaultName} --delete --mfa-serial ARN --mfa-code DIGITS`,
  ],
});

const roleLeft = (stack: string, roleName: string): Finding => ({
  assumption: field,
  outcome: "broken",
  found: `The role ${roleName} is there, and the stack ${stack} isn't: CloudFormation can't make what exists.`,
  next: "Delete the role when its vault is gone, or give the policy's vault another name.",
  commands: [
    `aws iam delete-role-policy --role-name ${roleName} --policy-name Administer`,
    `aws iam delete-role --role-name ${roleName}`,
  ],
});
