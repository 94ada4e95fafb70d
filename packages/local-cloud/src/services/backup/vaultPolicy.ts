import { requireGrammar } from "../../iam/grammar/grammar.ts";
import { type Statement, statementsOf } from "../../iam/policy.ts";
import type { Place } from "../../service.ts";
import { invalidParameter } from "./errors.ts";

/** Throws InvalidParameterValueException for a vault's access policy that AWS wouldn't take. */
export function requireVaultPolicy(policy: string, place: Place): void {
  for (const statement of parse(policy)) {
    if (sharesTooMuch(statement, place)) {
      // AWS's words: https://github.com/rebuy-de/aws-nuke/pull/1150
      throw invalidParameter(
        "The specified policy cannot be added to the vault due to cross-account sharing restrictions. Amend the policy or the vault's settings, then retry request",
      );
    }
  }
}

function parse(policy: string): Statement[] {
  const named = { name: "Policy", document: policy };
  try {
    requireGrammar("resource", named);
    return statementsOf(named);
  } catch (cause) {
    throw invalidParameter((cause as Error).message);
  }
}

/**
 * Other accounts may copy into a vault, and nothing else.
 * https://docs.aws.amazon.com/aws-backup/latest/devguide/create-a-vault-access-policy.html
 */
function sharesTooMuch(
  { effect, principals, actions, conditions }: Statement,
  { accountId }: Place,
): boolean {
  if (effect === "Deny" || conditions.length > 0) return false;
  const foreign = principals!.not || principals!.of.some((one) => isForeign(one, accountId));
  const copyingOnly =
    !actions.not && actions.of.every(({ text }) => text.toLowerCase() === "backup:copyintobackupvault");
  return foreign && !copyingOnly;
}

const isForeign = ({ type, name }: { type: string; name: string }, accountId: string): boolean =>
  type === "AWS" && name !== accountId && name.split(":")[4] !== accountId;
