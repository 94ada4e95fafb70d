import type { Check } from "../check.ts";
import { advancedDynamoDb } from "./advancedDynamoDb.ts";
import { airGappedVaults } from "./airGappedVaults.ts";
import { copyTargets } from "./copyTargets.ts";
import { freeNames } from "./freeNames.ts";
import { principals } from "./principals.ts";
import { sameOrganization } from "./sameOrganization.ts";
import { vaultKey } from "./vaultKey.ts";
import { vaultLock } from "./vaultLock.ts";
import { vaultPolicy } from "./vaultPolicy.ts";

/** Everything that the preflight asks, under the name it is told by. */
export const checks = {
  advancedDynamoDb,
  freeNames,
  vaultLock,
  vaultPolicy,
  vaultKey,
  copyTargets,
  airGappedVaults,
  sameOrganization,
  principals,
} as const satisfies Record<string, Check>;
