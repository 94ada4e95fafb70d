import type { CheckInput } from "../input.ts";
import type { Answer } from "../report.ts";

/** One thing a restore must stand up to. Throwing means that the check could not run. */
export interface Check {
  /** Without it there is no PASSED. */
  required: boolean;
  run(input: CheckInput): Answer | Promise<Answer>;
}
