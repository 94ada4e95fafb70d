#!/usr/bin/env node
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const root = resolve(fileURLToPath(import.meta.url), "../../../..");
const main = resolve(root, "apps/cli/src/main.ts");
const oldest = 24;

function fail(message) {
  process.stderr.write(`${message}\n`);
  process.exit(2);
}

/** TypeScript runs as it is from Node 24 on; the project brings its own. */
function runOnOwnNode() {
  const node = ["bin/node", "bin/node.exe"]
    .map((path) => resolve(root, "node_modules/node", path))
    .find(existsSync);
  if (!node) fail(`Node ${oldest} is needed; this is ${process.version}. Run in ${root}: npm ci`);
  const child = spawn(node, [main, ...process.argv.slice(2)], { stdio: "inherit" });
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => child.kill(signal));
  child.on("error", (error) => fail(`${node} can't be run: ${error.message}. Run in ${root}: npm ci`));
  child.on("exit", (code, signal) => process.exit(signal ? 130 : code));
}

if (Number(process.versions.node.split(".")[0]) >= oldest) await import(pathToFileURL(main).href);
else runOnOwnNode();
