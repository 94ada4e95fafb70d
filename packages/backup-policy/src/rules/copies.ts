import type { CopyInput } from "../schema.ts";
import type { Days } from "./duration.ts";

interface Lifecycle {
  keep: Days;
  coldAfter?: Days;
}

/** A copy in the vault of the same name in another Region of the same account. */
export const toRegion = (region: string, lifecycle: Lifecycle) => copy({ kind: "region", region }, lifecycle);

/** A copy in a vault of another account of the organization. */
export const toAccount = (
  accountId: string,
  { region, vault, ...lifecycle }: Lifecycle & { region: string; vault: string },
) => copy({ kind: "account", accountId, region, vault }, lifecycle);

/** A copy in any vault. */
export const toVault = (arn: string, lifecycle: Lifecycle) => copy({ kind: "vault", arn }, lifecycle);

function copy(to: CopyInput["to"], { keep, coldAfter }: Lifecycle): CopyInput {
  return { to, keepDays: keep, ...(coldAfter !== undefined && { coldAfterDays: coldAfter }) };
}
