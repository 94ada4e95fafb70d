import type { BackupVaultListMember } from "@aws-sdk/client-backup";
import type { Place, Policy } from "@holdfast/backup-policy";
import type { Cloud } from "../cloud.ts";

/**
 * `told`: a deploy goes through, and somebody should know. `broken`: a deploy, or every job after it, would fail.
 * `unknown`: it couldn't be asked, which is no pass.
 */
export type Outcome = "holds" | "told" | "broken" | "unknown";

/** What became of something that the policy takes for granted. */
export interface Finding {
  /** Where the policy does so: `assumptions.advancedDynamoDb`. */
  assumption: string;
  outcome: Outcome;
  /** What there is, as a sentence. */
  found: string;
  /** What to do about it, as a sentence. */
  next?: string;
  /** The commands that do it. */
  commands?: string[];
}

/** What the checks look at. */
export interface Scene {
  cloud: Cloud;
  policy: Policy;
  /** Where the policy would be deployed to. */
  here: Place;
  /** The name of the policy's vault in this stage. */
  vaultName: string;
  now: Date;
  /** A vault of this account by name, in any Region; undefined when there is none. */
  vault(region: string, name: string): Promise<BackupVaultListMember | undefined>;
}

/** Something that a policy takes for granted of an account, and that AWS can be asked without changing anything. */
export interface Check {
  /** The assumption in a sentence. */
  says: string;
  /** What of AWS's it rests on. */
  source: string;
  /** The field of the policy that is named when nothing can be asked. */
  field: string;
  /** The IAM actions that asking takes. */
  actions: readonly string[];
  /** Nothing where the policy doesn't assume it. */
  look(scene: Scene): Promise<Finding[]>;
}
