import { spawn } from "node:child_process";
import { readFile, rm } from "node:fs/promises";
import { delimiter, join, resolve } from "node:path";
import { stripVTControlCharacters } from "node:util";

const root = resolve(import.meta.dirname, "..");
const bin = join(root, "node_modules/.bin");
const started = Date.now();
const children = new Set();
const say = (line) => process.stdout.write(`${line}\n`);

// The first signal ends what runs, which ends this; nothing further begins.
let interrupted = false;
for (const signal of ["SIGINT", "SIGTERM"]) {
  process.on(signal, () => {
    interrupted = true;
    for (const child of children) child.kill(signal);
  });
}

/** Runs a program of node_modules, passes on what it says, and returns its exit code and its output. */
function run(program, args, { environment = {}, quiet = false } = {}) {
  const child = spawn(program, args, {
    cwd: root,
    env: { ...process.env, PATH: [bin, process.env.PATH].join(delimiter), NX_TUI: "false", ...environment },
    stdio: ["ignore", "pipe", quiet ? "inherit" : "pipe"],
    shell: process.platform === "win32",
  });
  children.add(child);
  let output = "";
  const pass = (to) => (text) => {
    output += text;
    if (!quiet) to.write(text);
  };
  child.stdout.setEncoding("utf8").on("data", pass(process.stdout));
  child.stderr?.setEncoding("utf8").on("data", pass(process.stderr));
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code) => {
      children.delete(child);
      resolve({ code, output });
    });
  });
}

const project = (name) => join(root, "node_modules", name);

const readReport = async (name, file) =>
  JSON.parse(await readFile(join(project(name), ".reports", file), "utf8").catch(() => "null"));

/** Vitest's JSON report. A file that can't be loaded has failed though none of its tests has; a skipped test hasn't passed. */
function countUnit({ numPassedTests, numTotalTests, testResults }) {
  const hasFailedTest = ({ assertionResults }) => assertionResults.some(({ status }) => status === "failed");
  const unloaded = testResults.filter((file) => file.status === "failed" && !hasFailedTest(file));
  return { passed: numPassedTests, failed: numTotalTests - numPassedTests + unloaded.length };
}

/** Playwright's JSON report. A journey that was skipped, or passed only at a second try, hasn't passed. */
const countJourneys = ({ stats, errors }) => ({
  passed: stats.expected,
  failed: stats.unexpected + stats.flaky + stats.skipped + errors.length,
});

/** Nx names the tasks that failed at its end, a line each: "- project:target". */
function failedTasks(output) {
  const [, end = ""] = stripVTControlCharacters(output).split(/^\s*Failed tasks:/m);
  return [...end.matchAll(/^\s*-\s+(\S+):(\w+)\s*$/gm)].map(([, name, target]) => ({ name, target }));
}

/** Every failure counts once: each test, and each task that failed without a test to blame. */
async function checkAndTest() {
  const listed = await run("nx", ["show", "projects", "--with-target", "test", "--json"], { quiet: true });
  const names = JSON.parse(listed.output);
  // A report of an earlier run must not be counted for a test run that crashes; Nx brings back those it has cached.
  for (const name of names) await rm(join(project(name), ".reports/test.json"), { force: true });
  const { code, output } = await run("nx", [
    "run-many",
    "-t",
    "typecheck",
    "lint",
    "test",
    "--parallel=2",
    "--outputStyle=static",
  ]);
  const failed = failedTasks(output);
  const total = { passed: 0, failed: failed.filter(({ target }) => target !== "test").length };
  for (const name of names) {
    const report = await readReport(name, "test.json");
    const count = report ? countUnit(report) : { passed: 0, failed: 1 };
    if (!report) say(`${name}: its tests left no .reports/test.json`);
    const isBlameless =
      failed.some((task) => task.name === name && task.target === "test") && count.failed === 0;
    total.passed += count.passed;
    total.failed += count.failed + (isBlameless ? 1 : 0);
  }
  if (code !== 0 && total.failed === 0) total.failed = 1;
  return total;
}

async function journeys() {
  const name = "@holdfast/web";
  const file = join(project(name), ".reports/e2e.json");
  await rm(file, { force: true });
  const { code } = await run("npm", ["run", "e2e", "--workspace", name, "--", "--reporter=list,json"], {
    environment: { PLAYWRIGHT_JSON_OUTPUT_FILE: file },
  });
  const report = await readReport(name, "e2e.json");
  const count = report ? countJourneys(report) : { passed: 0, failed: 1 };
  if (code !== 0 && count.failed === 0) count.failed = 1;
  return count;
}

const units = await checkAndTest();
const browser = interrupted ? { passed: 0, failed: 1 } : await journeys();
const passed = units.passed + browser.passed;
const failed = units.failed + browser.failed;
say(`\nTook ${Math.round((Date.now() - started) / 1000)} s${interrupted ? ", interrupted" : ""}.`);
say(`${passed} passed, ${failed} failed`);
process.exit(failed === 0 && passed > 0 ? 0 : 1);
