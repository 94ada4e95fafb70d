import type { Strike } from "./faults.ts";

/** Throws when a fault fails the job that the operation has started. */
export function failStruck({ faults }: { faults: Strike }, operation: string, resource: string): void {
  const fault = faults.strike("fail-job", { service: "backup", operation, resources: [resource] });
  if (!fault) return;
  throw new Error(`The job was made to fail by the fault ${fault.id}. See: npx holdfast fault list`);
}
