import childProcess, { type ExecException } from "node:child_process";
import { readFileSync } from "node:fs";
import { syncBuiltinESMExports } from "node:module";
import { join } from "node:path";

type Done = (error: ExecException | null, stdout: string, stderr: string) => void;

const installsNothing = (command: string, folder: unknown): boolean => {
  if (!command.startsWith("npm install ") || typeof folder !== "string") return false;
  const { dependencies } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  return Object.keys(dependencies ?? {}).length === 0;
};

/**
 * SST runs `npm install` for each function, for one whose bundle has everything in it, too: a third of a synthesis'
 * time for nothing but an empty lock file. Those are answered at once.
 * https://github.com/sst/v2/blob/master/packages/sst/src/runtime/handlers/node.ts
 */
export function skipEmptyInstalls(): void {
  const { exec } = childProcess;
  const skipping = (command: string, options: { cwd?: unknown }, done: Done) => {
    if (!installsNothing(command, options?.cwd)) return exec(command, options as object, done as never);
    setImmediate(done, null, "", "");
    return undefined;
  };
  Object.assign(childProcess, { exec: skipping });
  syncBuiltinESMExports();
}
