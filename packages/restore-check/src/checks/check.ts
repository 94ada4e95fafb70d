import type { CheckInput } from "../input.ts";
import type { Answer } from "../report.ts";

/** One thing a restore must stand up to. Throwing means that the check could not run. */
export interface Check {
  run(input: CheckInput): Answer | Promise<Answer>;
}
