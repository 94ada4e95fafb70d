import * as v from "valibot";
import { Cron, share, wholeNumber } from "./values.ts";

export const By = v.variant(
  "kind",
  [
    v.strictObject({ kind: v.literal("ownRestores") }),
    v.strictObject({
      kind: v.literal("restoreTesting"),
      /** How old a recovery point may be to be picked. */
      selectionWindowDays: v.optional(wholeNumber("days", 1, 365), 30),
      /** AWS starts the restores at random within it. Its own 24 hours would let a day's restores run into the next day's. */
      startWindowHours: v.optional(wholeNumber("hours", 1, 168), 8),
      algorithm: v.optional(
        v.picklist(
          ["LATEST_WITHIN_WINDOW", "RANDOM_WITHIN_WINDOW"],
          "LATEST_WITHIN_WINDOW or RANDOM_WITHIN_WINDOW",
        ),
        "LATEST_WITHIN_WINDOW",
      ),
    }),
  ],
  "ownRestores() or restoreTesting(…)",
);

/** What can be asked of a restored table. */
export const CHECKS = [
  "recoveryPoint",
  "structure",
  "contents",
  "model",
  "relations",
  "time",
  "settings",
] as const;

export const Verification = v.strictObject({
  /** In UTC: EventBridge's rules know no other zone. */
  schedule: Cron,
  by: v.optional(By, { kind: "ownRestores" }),
  /** Whether rules whose points are never the newest at that time are verified by runs of their own, after each of their backups. */
  everyRule: v.optional(v.boolean("true or false"), true),
  checks: v.optional(
    v.pipe(
      v.array(v.picklist(CHECKS, `one of ${CHECKS.join(", ")}`), "a list of checks"),
      v.minLength(1, "at least one check"),
    ),
    [...CHECKS],
  ),
  /**
   * How much of what came back may go unverified because it was written or deleted after the backup, from 0 to 1. By
   * default at least half of it has to be proven equal, item by item: a table of which more changes between backup and
   * verification is verified too late to prove much.
   */
  mostUnverified: v.optional(share, 0.5),
  /** The oldest the newest passed verification may be. */
  proofStaleAfterHours: wholeNumber("hours", 1, 87_600),
});

export type By = v.InferOutput<typeof By>;
export type ByInput = v.InferInput<typeof By>;
