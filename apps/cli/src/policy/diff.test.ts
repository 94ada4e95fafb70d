import { execFileSync } from "node:child_process";
import { mkdir, mkdtemp, realpath, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { run } from "../program.ts";
import { fakeCloud, fakeWorld } from "../testing.ts";
import { commitOf } from "./git.ts";
import { readPolicy } from "./readPolicy.ts";

let folder: string;
let file: string;
beforeEach(async () => {
  folder = await realpath(await mkdtemp(join(tmpdir(), "policy-diff-")));
  file = join(folder, "stacks/policy.ts");
  await mkdir(join(folder, "stacks"));
  await mkdir(join(folder, "node_modules/@holdfast"), { recursive: true });
  await writeFile(join(folder, ".gitignore"), "node_modules");
  const policyPackage = resolve(import.meta.dirname, "../../../../packages/backup-policy");
  await symlink(policyPackage, join(folder, "node_modules/@holdfast/backup-policy"));
  git("init", "--quiet", "--initial-branch", "main");
});
afterEach(() => rm(folder, { recursive: true }));

const identity = ["-c", "user.name=Jane Doe", "-c", "user.email=jane@example.com"];
const git = (...args: string[]) =>
  execFileSync("git", [...identity, ...args], { cwd: folder, stdio: "pipe" });

async function commit(text: string) {
  await writeFile(file, text);
  git("add", ".");
  git("commit", "--quiet", "--message", "policy");
}

/** A policy in this version's language, with the keep of its daily rule. */
const policy = (keep: number, reachBackDays: number) => `
  import { byTag, daily, days, definePolicy, hours } from "@holdfast/backup-policy";
  export const policy = definePolicy({
    vault: { name: "orders", backupAdmin: { principals: ["account"] } },
    protect: [byTag("backup", "on")],
    rules: { daily: daily({ at: "05:00", keep: days(${keep}), startWindow: hours(1), completionWindow: hours(2) }) },
    assumptions: { advancedDynamoDb: true },
    objectives: { rpoHours: 27, rtoMinutes: 60, reachBackDays: ${reachBackDays} },
    verification: { schedule: "cron(15 8 * * ? *)", proofStaleAfterHours: 48 },
  });`;

async function diff() {
  const { world, printed, warned } = fakeWorld(fakeCloud({}).cloud, {
    readPolicy: readPolicy({ signal: new AbortController().signal }),
    commitOf,
  });
  const code = await run(["policy", "diff", "--policy", file, "--base", "HEAD"], world);
  return { code, printed: printed.join("\n"), warned: warned.join("\n") };
}

it("ends with 1 on a weakening since the commit", async () => {
  await commit(policy(35, 33));
  await writeFile(file, policy(14, 12));
  expect(await diff()).toMatchObject({ code: 1, printed: expect.stringContaining("rules.daily.keepDays") });
});

it("compares with a commit whose policy a law of today refuses", async () => {
  await commit(policy(35, 34));
  await writeFile(file, policy(35, 33));
  const { code, printed } = await diff();
  expect(code).toBe(1);
  expect(printed).toContain("can't work: objectives.reachBackDays is 34");
  expect(printed).toContain("One must be able to go back 33 days, not 34.");
});

it.each([
  ["fields that are none any more", 'export const policy = { name: "orders", selection: "everything" };'],
  [
    "a definition of an older definePolicy",
    'import { definePolicy } from "@holdfast/backup-policy"; export const policy = definePolicy({ selection: "x" });',
  ],
  [
    "functions that are gone",
    'import { everything } from "@holdfast/backup-policy"; export const policy = everything();',
  ],
])("ends with 2 and says what to do where the commit's policy has %s", async (_, text) => {
  await commit(text);
  await writeFile(file, policy(35, 33));
  const { code, warned } = await diff();
  expect(code).toBe(2);
  expect(warned).toContain("`git log --oneline -- ");
  expect(warned).toContain("let somebody answer for the difference in the review");
});
