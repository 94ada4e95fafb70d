import { execFileSync } from "node:child_process";
import { mkdir, mkdtemp, realpath, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { commitOf } from "./git.ts";
import { readPolicy } from "./readPolicy.ts";

let folder: string;
let file: string;
beforeEach(async () => {
  folder = await realpath(await mkdtemp(join(tmpdir(), "policy-")));
  file = join(folder, "stacks/policy.ts");
});
afterEach(() => rm(folder, { recursive: true }));

async function write(path: string, text: string) {
  await mkdir(dirname(join(folder, path)), { recursive: true });
  await writeFile(join(folder, path), text);
}

function git(...args: string[]) {
  const identity = ["-c", "user.name=Jane Doe", "-c", "user.email=jane@example.com"];
  return execFileSync("git", [...identity, ...args], { cwd: folder, stdio: "pipe" })
    .toString()
    .trim();
}

function commit() {
  git("add", ".");
  git("commit", "--quiet", "--message", "policy");
  return git("rev-parse", "HEAD");
}

const never = new AbortController().signal;
const read = readPolicy({ signal: never });

describe("the policy of a file", () => {
  it.each(["export const policy: object = { keep: 1 };", "export default { keep: 1 } as object;"])(
    "is what `%s` exports",
    async (text) => {
      await write("stacks/policy.ts", `console.log("printed");\n${text}`);
      expect(await read(file)).toEqual({ policy: { keep: 1 } });
    },
  );

  it("is read however long the module would go on", async () => {
    await write("stacks/policy.ts", "setInterval(() => {}, 1000); export const policy = {};");
    expect(await read(file)).toEqual({ policy: {} });
  });

  it("is nothing but its refusals when definePolicy refused it", async () => {
    const refusals = [{ field: "rules.daily.keepDays", rule: "shape", got: 0, allowed: "more" }];
    await write(
      "stacks/policy.ts",
      `throw Object.assign(new Error(), { refusals: ${JSON.stringify(refusals)} });`,
    );
    expect(await read(file)).toEqual({ refusals });
  });

  it.each([
    ["const = 1", "can't be loaded"],
    ['import "./gone.ts";', "can't be loaded: Error: Cannot find module"],
    ["export const other = 1;", "exports no policy"],
    ["process.exit(3);", "ended by itself (exit code 3)"],
  ])("is refused when the module is `%s`", async (text, message) => {
    await write("stacks/policy.ts", text);
    await expect(read(file)).rejects.toThrow(message);
  });

  it("is refused when there's no file", async () => {
    await expect(read(file)).rejects.toThrow(`There's no policy at ${file}`);
  });

  it("is given up at Ctrl-C, and nothing is left running", async () => {
    await write("stacks/policy.ts", "await new Promise((resolve) => setTimeout(resolve, 60_000));");
    const interruption = new AbortController();
    const reading = readPolicy({ signal: interruption.signal })(file);
    setTimeout(() => interruption.abort(), 300);
    await expect(reading).rejects.toThrow("Stopped while the policy was being read");
  });
});

describe("the policy of a commit", () => {
  beforeEach(() => git("init", "--quiet", "--initial-branch", "main"));

  it("is what the file was then, with what it imported then, and leaves no file behind", async () => {
    await write("stacks/keep.ts", "export const keep: number = 35;");
    await write("stacks/names.json", '["daily"]');
    await write(
      "stacks/policy.ts",
      `import { keep } from "./keep.ts"; import names from "./names.json" with { type: "json" };
       export const policy = { keep, names };`,
    );
    commit();
    await rm(join(folder, "stacks/keep.ts"));
    await write("stacks/names.json", "[]");
    await write("stacks/policy.ts", "export const policy = {};");

    expect(await read(file, await commitOf(join(folder, "stacks"), "main"))).toEqual({
      policy: { keep: 35, names: ["daily"] },
    });
    expect(git("status", "--short", "--untracked-files=all")).toBe(
      "D stacks/keep.ts\n M stacks/names.json\n M stacks/policy.ts",
    );
  });

  it("uses the packages of the working tree", async () => {
    await write("stacks/policy.ts", 'import { keep } from "a-package"; export const policy = { keep };');
    commit();
    await write("node_modules/a-package/package.json", '{ "name": "a-package", "main": "index.js" }');
    await write("node_modules/a-package/index.js", "exports.keep = 7;");
    expect(await read(file, await commitOf(folder, "HEAD"))).toEqual({ policy: { keep: 7 } });
  });

  it("is refused when the commit hasn't the file", async () => {
    await write("readme", "");
    commit();
    await write("stacks/policy.ts", "export const policy = {};");
    await expect(read(file, await commitOf(folder, "main"))).rejects.toThrow(
      /Commit \w{12} has no stacks\/policy.ts/,
    );
  });

  it.each(["next", "--help", "main..x"])("is refused when there's no commit %s", async (ref) => {
    await write("readme", "");
    commit();
    await expect(commitOf(folder, ref)).rejects.toThrow(`There's no commit ${ref} here.`);
  });
});

it("refuses to look for a commit outside a repository", async () => {
  await expect(commitOf(folder, "main")).rejects.toThrow(`${folder} isn't in a git working tree`);
});
