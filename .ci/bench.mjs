import { spawn } from "node:child_process";
import { glob } from "node:fs/promises";
import { basename, join, resolve } from "node:path";
import { parseArgs } from "node:util";

const root = resolve(import.meta.dirname, "..");
const say = (line) => process.stdout.write(`${line}\n`);

const help = `Measures what the project promises, and fails when a promise doesn't hold.

npm run bench [-- --only NAME] [-- --full]

  --only NAME  only the benches whose path has NAME in it; may be given several times
  --full       the sizes of the promises where they take minutes (a million items)
  --list       names the benches

npm run bench -- --only snapshot
npm run bench -- --only local-cloud --full`;

const { values: options } = parseArgs({
  options: {
    only: { type: "string", multiple: true, default: [] },
    full: { type: "boolean" },
    list: { type: "boolean" },
    help: { type: "boolean" },
  },
});

const nameOf = (file) => basename(file, ".bench.ts");

async function benches() {
  const files = await Array.fromAsync(glob("{packages,apps}/*/bench/*.bench.ts", { cwd: root }));
  const { only } = options;
  return files.sort().filter((file) => only.length === 0 || only.some((name) => file.includes(name)));
}

const children = new Set();
let interrupted = false;
for (const signal of ["SIGINT", "SIGTERM"]) {
  process.on(signal, () => {
    interrupted = true;
    for (const child of children) child.kill(signal);
  });
}

function run(file) {
  const child = spawn(process.execPath, [join(root, file), ...(options.full ? ["--full"] : [])], {
    cwd: root,
    stdio: "inherit",
  });
  children.add(child);
  return new Promise((settle, reject) => {
    child.on("error", reject);
    child.on("close", (code) => {
      children.delete(child);
      settle(code === 0);
    });
  });
}

async function main() {
  if (options.help) return say(help);
  const files = await benches();
  if (options.list) return say(files.map((file) => `${nameOf(file).padEnd(16)}${file}`).join("\n"));
  if (files.length === 0)
    throw new Error(`No bench has ${options.only.join(" or ")} in its path: see --list.`);
  const missed = [];
  for (const file of files) {
    if (interrupted) break;
    say(`\n== ${nameOf(file)} (${file})\n`);
    if (!(await run(file))) missed.push(nameOf(file));
  }
  if (interrupted) process.exitCode = 130;
  else if (missed.length > 0) {
    process.stderr.write(`\nNot as promised: ${missed.join(", ")}.\n`);
    process.exitCode = 1;
  } else say("\nAll as promised.");
}

await main().catch((error) => {
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 2;
});
