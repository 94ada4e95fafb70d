import type { LockInput } from "./schema.ts";

type Governance = Extract<LockInput, { kind: "governance" }>;
type Compliance = Extract<LockInput, { kind: "compliance" }>;

/** Nothing keeps BackupAdmin from deleting recovery points before their time. */
export const noLock = (): LockInput => ({ kind: "none" });

/** Nobody deletes before its time; who has the permission can take the lock off. */
export const governanceLock = (bounds: Omit<Governance, "kind">): LockInput => ({
  kind: "governance",
  ...bounds,
});

/** Nobody deletes before its time and, once the cooling-off is over, nobody ever takes the lock off. */
export const complianceLock = (
  terms: Omit<Required<Compliance>, "kind" | "maxDays"> & { maxDays?: number },
) => ({ kind: "compliance", ...terms }) satisfies LockInput;
