import { execFile } from "node:child_process";
import { join } from "node:path";
import { CouldNotRun } from "../errors.ts";

/** Makes anew what the data model generates from its schema; the site is built with it. */
export const generateDataModel = (root: string, signal: AbortSignal): Promise<void> =>
  new Promise((resolve, reject) => {
    const script = join(root, "packages/data-model/generate.ts");
    execFile(process.execPath, [script], { cwd: root, signal }, (cause, _, stderr) => {
      if (!cause) return resolve();
      const said = stderr.trim().split("\n").slice(0, 15).join("\n");
      reject(new CouldNotRun(`The schema can't be used:\n${said || cause.message}`, { cause }));
    });
  });
