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
      .filter((file) => !file.endsWith(".test.ts"))
      .map((file) => file.replace(/\.ts$/, ".handler"));
    expect(functions.map(({ Properties }) => Properties.Handler.split("/").at(-1)).toSorted()).toEqual(
      expected.toSorted(),
    );
    for (const { Properties } of functions) {
      expect(Properties.Runtime).toBe("nodejs24.x");
      const asset = join(folder, "assembly", `asset.${Properties.Code.S3Key.replace(".zip", "")}`);
      const code = await readFile(join(asset, Properties.Handler.replace(/\.handler$/, ".mjs")), "utf8");
      expect(code).toMatch(/export \{\s+handler\s+\}/);
      expect(code.length).toBeLessThan(2_000_000);
    }
  });
});

it.each([
  ["without a stage", ["--out", "x"], "Say which stage to synthesize and where to"],
  ["a stage that can't be one", ["--stage", "a b", "--out", "x"], '"a b" can\'t be a stage'],
  ["an option nobody knows", ["--fast"], "Unknown option '--fast'"],
])("refuses %s", async (_, args, message) => {
  await expect(synth(...args)).rejects.toMatchObject({ code: 1, stderr: expect.stringContaining(message) });
});
