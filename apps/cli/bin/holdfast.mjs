#!/usr/bin/env node
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const root = resolve(fileURLToPath(import.meta.url), "../../../..");
const main = resolve(root, "apps/cli/src/main.ts");
const cloudOptions = resolve(root, "packages/local-cloud/src/nodeOptions.mjs");
const oldest = 24;

function fail(message) {
  process.stderr.write(`${message}\n`);
  process.exit(2);
}

/** `up` runs a local cloud, and its Node takes its options at its start only: this process becomes one that has them. */
async function becomeCloud() {
  const { nodeOptions } = await import(pathToFileURL(cloudOptions).href);
  const options = nodeOptions.filter((option) => !process.execArgv.includes(option));
  // Windows has nothing of the kind: there it runs as it is, in more memory.
  if (options.length === 0 || process.platform === "win32") return;
  process.execve(process.execPath, [
    process.execPath,
    ...options,
    ...process.execArgv,
    ...process.argv.slice(1),
  ]);
}

/** TypeScript runs as it is from Node 24 on; the project brings its own. */
function runOnOwnNode() {
  const node = ["bin/node", "bin/node.exe"]
    .map((path) => resolve(root, "node_modules/node", path))
    .find(existsSync);
  if (!node) fail(`Node ${oldest} is needed; this is ${process.version}. Run in ${root}: npm ci`);
  const child = spawn(node, process.argv.slice(1), { stdio: "inherit" });
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => child.kill(signal));
  child.on("error", (error) => fail(`${node} can't be run: ${error.message}. Run in ${root}: npm ci`));
  child.on("exit", (code, signal) => process.exit(signal ? 130 : code));
}

if (Number(process.versions.node.split(".")[0]) < oldest) runOnOwnNode();
else {
  if (process.argv.includes("up")) await becomeCloud();
  await import(pathToFileURL(main).href);
}
