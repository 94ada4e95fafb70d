import * as v from "valibot";
import { CalendarDate, Days, PersonName, Principals, text, wholeNumber } from "./values.ts";

/** Who decided something that needs deciding, and when. */
export const Acknowledgement = v.strictObject({ by: PersonName, on: CalendarDate });

const bounds = { minDays: Days, maxDays: v.optional(Days, 36_500) };

export const Lock = v.variant(
  "kind",
  [
    v.strictObject({ kind: v.literal("none") }),
    v.strictObject({ kind: v.literal("governance"), ...bounds }),
    v.strictObject({
      kind: v.literal("compliance"),
      ...bounds,
      /** Days in which the lock can still be taken off; afterwards nobody can, AWS included. */
      coolingOffDays: wholeNumber("days", 1, 36_500),
      acknowledged: v.optional(Acknowledgement),
    }),
  ],
  "noLock(), governanceLock(…) or complianceLock(…)",
);

export const Vault = v.strictObject({
  /** The stage's name comes before it. */
  name: text("2 to 30 letters, digits, - or _", /^[\w-]{2,30}$/),
  /** Who may delete: these assume the role BackupAdmin, with MFA. */
  backupAdmin: v.strictObject({ principals: Principals }),
  /** The vault's own key; it rotates every year. */
  key: v.optional(
    v.strictObject({
      administrators: v.optional(Principals, ["account"]),
      /** The same key in other Regions, so that a copy there can be restored under it. */
      multiRegion: v.optional(v.boolean("true or false"), false),
    }),
    {},
  ),
  lock: v.optional(Lock, { kind: "none" }),
});

export type Lock = v.InferOutput<typeof Lock>;
export type LockInput = v.InferInput<typeof Lock>;
