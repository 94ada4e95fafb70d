import { execFile } from "node:child_process";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Resource } from "./testing/assembly.ts";

const script = join(import.meta.dirname, "synth.ts");
/** No AWS, no home: nothing to find an account with. */
const synth = (...args: string[]) =>
  promisify(execFile)(process.execPath, [script, ...args], { env: { PATH: process.env.PATH } });

describe("synth", () => {
  let folder: string;
  let printed: { stdout: string; stderr: string };

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "holdfast-synth-"));
    printed = await synth("--stage", "local", "--out", join(folder, "assembly"));
  }, 300_000);

  afterAll(() => rm(folder, { recursive: true, force: true }));

  it("prints the folder of the assembly, and leaves nothing beside it", async () => {
    expect(printed).toEqual({ stdout: `${join(folder, "assembly")}\n`, stderr: "" });
    expect(await readdir(folder)).toEqual(["assembly"]);
  });

  it("bundles every handler of the verifier for Node 24", async () => {
    const template = await readFile(
      join(folder, "assembly/local-holdfast-Verification.template.json"),
      "utf8",
    );
    const functions = Object.values<Resource>(JSON.parse(template).Resources).filter(
      ({ Type }) => Type === "AWS::Lambda::Function",
    );
    const handlers = await readdir(resolve(import.meta.dirname, "../apps/restore-verifier/src/handlers"));
    const expected = handlers
      // AWS restore testing, which this policy leaves alone, starts that one: restoreTesting.local.test.ts has it bundled.
      .filter((file) => !file.endsWith(".test.ts") && file !== "startTested.ts")
      .map((file) => file.replace(/\.ts$/, ".handler"));
    expect(functions.map(({ Properties }) => Properties.Handler.split("/").at(-1)).toSorted()).toEqual(
      expected.toSorted(),
    );
    for (const { Properties } of functions) {
      expect(Properties.Runtime).toBe("nodejs24.x");
      const asset = join(folder, "assembly", `asset.${Properties.Code.S3Key.replace(".zip", "")}`);
      const code = await readFile(join(asset, Properties.Handler.replace(/\.handler$/, ".mjs")), "utf8");
      expect(code).toMatch(/export \{\s+handler\s+\}/);
      // The SDK's clients take most of it; the CDK or a simulator would take more.
      expect(code.length).toBeLessThan(4_000_000);
    }
  });

  it("says on which line each role, and each of its statements, is written", async () => {
    const origins = JSON.parse(await readFile(join(folder, "assembly/origins.json"), "utf8"));
    const roles = Object.entries<Origin>(origins["local-holdfast-Verification.template.json"]).filter(
      ([id]) => /^(Sweep|Pick|StartRestore|Check|Record|CleanUp)Role/.test(id),
    );
    const textAt = async (line: string) => {
      const [file = "", number] = line.split(":");
      const text = await readFile(resolve(import.meta.dirname, "..", file), "utf8");
      return text.split("\n")[Number(number) - 1];
    };

    expect(roles.map(([, { path }]) => path)).toContain("Verification/RecordRole");
    for (const [, { at, statements }] of roles) {
      expect(at.map((line) => line.split(":")[0])).toEqual([
        "stacks/verifier/function.ts",
        "stacks/verification.ts",
        "stacks/verification.ts",
      ]);
      expect(await textAt(at[0]!)).toContain("new Role(");
      const lines = Object.entries(statements).filter(([pointer]) => pointer.startsWith("Policies/"));
      const texts = await Promise.all(lines.map(([, [line]]) => textAt(line!)));
      expect(texts.at(-1)).toContain("writeLogs = new PolicyStatement");
      for (const text of texts.slice(0, -1)) expect(text).toMatch(/\b(allow|graphql)\(/);
    }
  });
});

interface Origin {
  path: string;
  at: string[];
  statements: Record<string, string[]>;
}

it.each([
  ["without a stage", ["--out", "x"], "Say which stage to synthesize and where to"],
  ["a stage that can't be one", ["--stage", "a b", "--out", "x"], '"a b" can\'t be a stage'],
  ["an option nobody knows", ["--fast"], "Unknown option '--fast'"],
])("refuses %s", async (_, args, message) => {
  await expect(synth(...args)).rejects.toMatchObject({ code: 1, stderr: expect.stringContaining(message) });
});
