import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { compileFunction } from "node:vm";
import type * as Library from "aws-local-stepfunctions";
import type { CloudClock } from "../../clock.ts";
import { dateAt } from "../../cloudDate.mjs";

type Interpreter = Pick<
  typeof Library,
  "StateMachine" | "ExecutionAbortedError" | "ExecutionError" | "ExecutionTimeoutError"
>;

/**
 * aws-local-stepfunctions on the cloud's clock: its Wait states, retries, timeouts and dates. It has no option for
 * that, so its module is given timers and a Date of its own.
 */
export function interpreterOn(clock: Pick<CloudClock, "now" | "at">): Interpreter {
  const require = createRequire(import.meta.url);
  const path = require.resolve("aws-local-stepfunctions");
  const itsRequire = createRequire(path);
  const module = { exports: {} };
  const names = ["exports", "module", "require", "setTimeout", "clearTimeout", "Date"];
  compileFunction(readFileSync(path, "utf8"), names, { filename: path })(
    module.exports,
    module,
    // It would call Lambda through AWS's SDK where a task has no local handler; here all have.
    (name: string) => (name.startsWith("@aws-sdk/") ? {} : itsRequire(name)),
    (run: () => void, ms: number) => clock.at(new Date(clock.now().getTime() + Math.max(0, ms)), run),
    (cancel?: () => void) => cancel?.(),
    dateAt(() => clock.now().getTime()),
  );
  return module.exports as Interpreter;
}
