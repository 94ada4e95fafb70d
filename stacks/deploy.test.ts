import { execFile } from "node:child_process";
import { chmod, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import manifest from "./package.json" with { type: "json" };

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "holdfast-deploy-"));
});
afterEach(() => rm(folder, { recursive: true }));

/** Runs the deploy script with programs that only write down how they were called. */
async function deploy(preflightEndsWith: number, environment: Record<string, string> = { STAGE: "prod" }) {
  const called = join(folder, "called");
  await writeFile(called, "");
  for (const [name, code] of Object.entries({ holdfast: preflightEndsWith, sst: 0 })) {
    await writeFile(join(folder, name), `#!/bin/sh\necho "${name} $*" >> ${called}\nexit ${code}\n`);
    await chmod(join(folder, name), 0o755);
  }
  const env = { PATH: [folder, process.env.PATH].join(delimiter), ...environment };
  const code = await new Promise((resolve) => {
    execFile("sh", ["-c", manifest.scripts.deploy], { cwd: import.meta.dirname, env }, (error) =>
      resolve(error ? error.code : 0),
    );
  });
  return { code, called: (await readFile(called, "utf8")).trim().split("\n").filter(Boolean) };
}

it("asks the account first, and then deploys", async () => {
  expect(await deploy(0)).toEqual({
    code: 0,
    called: ["holdfast preflight --stage prod", "sst deploy Auth|Api|Backup --stage prod"],
  });
});

it.each([1, 2])("deploys nothing when the preflight ends with %d", async (code) => {
  expect(await deploy(code)).toEqual({ code, called: ["holdfast preflight --stage prod"] });
});

it("deploys nothing without a stage", async () => {
  expect(await deploy(0, {})).toEqual({ code: expect.any(Number), called: [] });
});
