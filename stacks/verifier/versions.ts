import { createHash, hash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** What the verifier is made of, tests aside. */
export const SOURCES = ["apps/restore-verifier/src", "packages/restore-check/src", "packages/data-model/src"];

/** SHA-256 of what a verdict was found by: the same sources give the same, on whatever machine. */
export function codeHash(): string {
  const all = createHash("sha256");
  for (const folder of SOURCES) {
    const files = readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter(
        (file) => file.isFile() && /(?<!\.test)\.ts$/.test(file.name) && !file.parentPath.includes("testing"),
      )
      .map(({ parentPath, name }) => join(parentPath, name))
      .sort();
    for (const file of files) all.update(`${file}\n`).update(readFileSync(file));
  }
  return all.digest("hex");
}

/** SHA-256 of a policy, all its defaults filled in. */
export const policyHash = (policy: object): string => hash("sha256", JSON.stringify(policy), "hex");
