import { execFileSync } from "node:child_process";
import { registerHooks } from "node:module";
import { relative } from "node:path";
import { fileURLToPath } from "node:url";

const formats: Record<string, string> = {
  ts: "module-typescript",
  mts: "module-typescript",
  js: "module",
  mjs: "module",
  json: "json",
};

/**
 * From here on modules whose URL ends with `?commit=<hash>` are read from that commit instead of the working tree,
 * and so is what they import by a relative path. Packages are those of the working tree.
 * @param root the working tree's top
 */
export function readFromCommits(root: string): void {
  registerHooks({
    resolve(specifier, context, next) {
      const { search } = new URL(context.parentURL ?? "file:///");
      if (!search || !/^\.\.?\//.test(specifier)) return next(specifier, context);
      return { url: new URL(`${specifier}${search}`, context.parentURL).href, shortCircuit: true };
    },
    load(url, context, next) {
      const commit = URL.parse(url)?.searchParams.get("commit");
      if (!commit) return next(url, context);
      const path = relative(root, fileURLToPath(url)).replaceAll("\\", "/");
      const source = execFileSync("git", ["show", `${commit}:${path}`], { cwd: root, stdio: "pipe" });
      const format = formats[path.slice(path.lastIndexOf(".") + 1)] ?? "module";
      return { format, source, shortCircuit: true };
    },
  });
}
