import type { CutOff } from "../services/lambda/process.ts";
import type { Strike } from "./faults.ts";

/** How a fault cuts off an invocation of the function, if one does. */
export function cutOffStruck({ strike }: Strike, functionArn: string): CutOff | undefined {
  const at = { service: "lambda", operation: "Invoke", resources: [functionArn] };
  const killing = strike("kill-function", at);
  if (killing) return { as: "killed", afterMs: killing.ms ?? 0 };
  const timingOut = strike("time-out-function", at);
  return timingOut && { as: "timed out", afterMs: timingOut.ms ?? 0 };
}
