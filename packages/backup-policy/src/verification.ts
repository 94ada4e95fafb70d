import type { ByInput } from "./schema.ts";

type RestoreTesting = Extract<ByInput, { kind: "restoreTesting" }>;

/** Holdfast restores the newest recovery points itself, compares them and deletes the copies. */
export const ownRestores = (): ByInput => ({ kind: "ownRestores" });

/** AWS restore testing restores and deletes; Holdfast compares what was restored. */
export const restoreTesting = (options: Omit<RestoreTesting, "kind"> = {}): ByInput => ({
  kind: "restoreTesting",
  ...options,
});
