import { GetRoleCommand, GetUserCommand, type IAMClient } from "@aws-sdk/client-iam";
import { whereThere } from "../../whereThere.ts";
import type { Check, Finding, Scene } from "../check.ts";

/** IAM takes no policy that names a user or role that isn't there. */
export const principals: Check = {
  says: "The users and roles that the policy names are there.",
  source: "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html",
  field: "vault.backupAdmin.principals",
  actions: ["iam:GetRole", "iam:GetUser"],
  async look(scene) {
    const { backupAdmin, key } = scene.policy.vault;
    const named = [
      ...backupAdmin.principals.map((arn, i) => ({ field: `vault.backupAdmin.principals.${i}`, arn })),
      ...key.administrators.map((arn, i) => ({ field: `vault.key.administrators.${i}`, arn })),
    ].filter(({ arn }) => arn !== "account");
    return Promise.all(named.map((one) => lookAt(scene, one)));
  },
};

async function lookAt(
  { cloud: { iam }, here }: Scene,
  { field, arn }: { field: string; arn: string },
): Promise<Finding> {
  const [, account, kind = "", path = ""] = /^arn:[^:]+:iam::(\d+):(user|role)\/(.+)$/.exec(arn) ?? [];
  if (account !== here.account) {
    return {
      assumption: field,
      outcome: "told",
      found: `${arn} is another account's: whether it is there can't be seen from here.`,
    };
  }
  const name = path.slice(path.lastIndexOf("/") + 1);
  const found = await arnOf(iam, kind, name);
  if (found === arn) return { assumption: field, outcome: "holds", found: `${arn} is there.` };
  return {
    assumption: field,
    outcome: "broken",
    found: found
      ? `There is no ${arn}: the ${kind} ${name} is ${found}.`
      : `There is no ${kind} ${name} in the account ${account}: IAM refuses a policy that names it.`,
    next: `Correct ${field}, or make the ${kind} first.`,
  };
}

async function arnOf(iam: IAMClient, kind: string, name: string): Promise<string | undefined> {
  if (kind === "role") {
    return (await whereThere(iam.send(new GetRoleCommand({ RoleName: name })), "NoSuchEntityException"))?.Role
      ?.Arn;
  }
  return (await whereThere(iam.send(new GetUserCommand({ UserName: name })), "NoSuchEntityException"))?.User
    ?.Arn;
}
