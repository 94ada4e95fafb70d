import { execFile } from "node:child_process";
import { resolve } from "node:path";
import { promisify } from "node:util";
import { expect, it } from "vitest";

const root = resolve(import.meta.dirname, "..");

/** The tasks that Nx would run to deploy what these files touch. */
async function deployed(file: string, ...more: string[]): Promise<string[]> {
  const nx = resolve(root, "node_modules/nx/dist/bin/nx.js");
  const args = [nx, "affected", "-t", "deploy", `--files=${file}`, "--graph=stdout", ...more];
  const env = { ...process.env, NX_DAEMON: "false" };
  const { stdout } = await promisify(execFile)(process.execPath, args, {
    cwd: root,
    env,
    maxBuffer: 2 ** 26,
  });
  const { tasks } = JSON.parse(stdout) as { tasks?: { tasks: Record<string, object> } };
  return Object.keys(tasks?.tasks ?? {})
    .map((task) => task.replace("@holdfast/", ""))
    .sort();
}

const [stacks, verifier, web] = ["stacks:deploy", "restore-verifier:deploy", ["web:build", "web:deploy"]];

it.each([
  ["the site", "apps/web/src/App.vue", web],
  // What a stack newly uses of another, that other has to export.
  ["the site's stack", "stacks/web.ts", [stacks, ...web]],
  ["the app of all stacks", "sst.config.ts", [verifier, stacks, ...web]],
  ["the verifier", "apps/restore-verifier/src/check.ts", [verifier]],
  ["the data model", "packages/data-model/schema.graphql", [verifier, stacks, ...web]],
  ["what isn't deployed", "packages/local-cloud/src/index.ts", []],
])("deploys what a change of %s touches, and nothing else", async (_, file, tasks) => {
  expect(await deployed(file)).toEqual(tasks);
});

it("can deploy the stacks that others use before the others", async () => {
  const file = "packages/data-model/schema.graphql";
  expect(await deployed(file, "--exclude=apps/*")).toEqual([stacks]);
  expect(await deployed(file, "--exclude=stacks")).toEqual([verifier, ...web]);
});
