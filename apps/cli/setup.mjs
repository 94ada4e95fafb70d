import { spawn, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
  accessSync,
  constants,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const oldestNode = 20;
const root = resolve(fileURLToPath(import.meta.url), "../../..");
const marker = join(root, "node_modules/.holdfast-installed");
const dependencyKinds = ["dependencies", "devDependencies", "optionalDependencies", "peerDependencies"];

const readJson = (path) => JSON.parse(readFileSync(path, "utf8"));
const say = (line) => process.stderr.write(`${line}\n`);

function stop(message, next) {
  say(`\n${message}\n${next}`);
  process.exit(2);
}

function readLock() {
  try {
    return readJson(join(root, "package-lock.json"));
  } catch (error) {
    return stop(
      `package-lock.json can't be read: ${error.message}`,
      "Restore it with: git checkout package-lock.json",
    );
  }
}

function manifests() {
  const folders = readJson(join(root, "package.json")).workspaces.flatMap((pattern) => {
    if (!pattern.endsWith("/*")) return [pattern];
    const parent = pattern.slice(0, -2);
    return existsSync(join(root, parent))
      ? readdirSync(join(root, parent)).map((name) => `${parent}/${name}`)
      : [];
  });
  return ["", ...folders.sort()].filter((folder) => existsSync(join(root, folder, "package.json")));
}

/** What decides which packages get installed: the lock file, every manifest's dependencies, the platform. */
function fingerprint() {
  const hash = createHash("sha256").update(`${process.platform} ${process.arch}\n`);
  hash.update(readFileSync(join(root, "package-lock.json")));
  for (const folder of manifests()) {
    const manifest = readJson(join(root, folder, "package.json"));
    const { overrides, workspaces, bin } = manifest;
    hash.update(
      JSON.stringify([folder, dependencyKinds.map((kind) => manifest[kind]), overrides, workspaces, bin]),
    );
  }
  return hash.digest("hex");
}

const isHere = (entry) =>
  (!entry.os || entry.os.includes(process.platform)) && (!entry.cpu || entry.cpu.includes(process.arch));

/** The packages of the lock file that belong on this machine, as [path, entry]. */
const expected = (lock) =>
  Object.entries(lock.packages).filter(
    ([path, entry]) => path.includes("node_modules/") && !entry.link && isHere(entry),
  );

const isWithin = (part, whole) =>
  Object.entries(part ?? {}).every(([name, value]) => whole?.[name] === value);

/** True when somebody's own `npm install` has already brought what the lock file says. */
function alreadyInstalled(lock) {
  const hidden = join(root, "node_modules/.package-lock.json");
  if (!existsSync(hidden)) return false;
  try {
    const installed = Object.entries(readJson(hidden).packages);
    const isLocked = ([path, entry]) => entry.link || entry.version === lock.packages[path]?.version;
    const names = new Set(installed.map(([path]) => path.slice(path.lastIndexOf("node_modules/") + 13)));
    const agrees = (folder) => {
      const manifest = readJson(join(root, folder, "package.json"));
      return dependencyKinds.every(
        (kind) =>
          isWithin(manifest[kind], lock.packages[folder]?.[kind]) &&
          Object.keys(manifest[kind] ?? {}).every((name) => names.has(name)),
      );
    };
    return installed.every(isLocked) && manifests().every(agrees);
  } catch {
    return false;
  }
}

const nodeOfProject = () =>
  ["node_modules/node/bin/node", "node_modules/node/bin/node.exe"].some((path) =>
    existsSync(join(root, path)),
  );

function isInstalled(hash, lock) {
  if (!nodeOfProject()) return false;
  if (existsSync(marker) && readFileSync(marker, "utf8").trim() === hash) return true;
  if (!alreadyInstalled(lock)) return false;
  writeFileSync(marker, `${hash}\n`);
  return true;
}

const npm = () => {
  const { npm_execpath: script, npm_node_execpath: node } = process.env;
  return script && node && /\.c?js$/.test(script) ? [node, [script]] : ["npm", []];
};

const causes = [
  [
    /EACCES|EPERM|EROFS/,
    "There's no permission to write where npm wants to.",
    `Make ${root} and npm's cache (\`npm config get cache\`) writable for you, then run the same command again.`,
  ],
  [
    /ENOTEMPTY|EBUSY/,
    "The packages that are there can't be replaced: another program uses or changes them.",
    "Stop what runs in this folder, delete node_modules, then run the same command again.",
  ],
  [
    /ENOSPC/,
    "The disk is full.",
    "The packages take about 1.8 GB. Free some space, then run the same command again.",
  ],
  [
    /EUSAGE|can only install packages when your package\.json and package-lock\.json/,
    "package.json and package-lock.json don't agree.",
    "Run `npm install` and commit the package-lock.json it writes.",
  ],
  [
    /EINTEGRITY/,
    "A downloaded package isn't the one the lock file names.",
    "Run `npm cache verify`, then the same command again.",
  ],
  [
    /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ERR_SOCKET_TIMEOUT|network/i,
    "The package registry can't be reached.",
    "Check the network (and HTTPS_PROXY or `npm config get registry`, if you use them), then run the same command again.",
  ],
];

function explain(output) {
  const lines = output.trim().split("\n");
  const disagreements = lines.filter((line) => /(Missing|Invalid): /.test(line));
  const tail = (disagreements.length ? disagreements : lines).slice(-12).join("\n");
  const known = causes.find(([pattern]) => pattern.test(output));
  if (!known) stop(`npm ci failed:\n${tail}`, "Run `npm ci` yourself to see all it says.");
  stop(`${tail}\n\nInstalling failed. ${known[1]}`, known[2]);
}

function showProgress(lock) {
  const paths = expected(lock)
    .filter(([, entry]) => !entry.optional)
    .map(([path]) => join(root, path, "package.json"));
  const started = Date.now();
  const seconds = () => Math.round((Date.now() - started) / 1000);
  const onTerminal = process.stderr.isTTY;
  say(
    `Installing ${paths.length} packages: the first time, and when package-lock.json changes. It takes a minute or three.`,
  );
  const tick = () => {
    const present = paths.filter((path) => existsSync(path)).length;
    const line = `  ${present} of ${paths.length} packages, ${seconds()} s`;
    process.stderr.write(onTerminal ? `\r\x1b[2K${line}` : `${line}\n`);
  };
  const timer = setInterval(tick, onTerminal ? 1000 : 15_000);
  return () => {
    clearInterval(timer);
    if (onTerminal) process.stderr.write("\r\x1b[2K");
    return seconds();
  };
}

function install(hash, lock) {
  const [command, args] = npm();
  const child = spawn(command, [...args, "ci", "--no-audit", "--no-fund", "--loglevel=error"], {
    cwd: root,
    stdio: ["ignore", "pipe", "pipe"],
    shell: process.platform === "win32" && command === "npm",
  });
  const endProgress = showProgress(lock);
  let output = "";
  let interruptedBy;
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (text) => (output += text));
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) {
    process.on(signal, () => {
      interruptedBy ??= signal;
      child.kill(signal);
    });
  }
  child.on("error", (error) => {
    endProgress();
    stop(
      `npm can't be run: ${error.message}`,
      "Install Node.js with npm from https://nodejs.org, then run the same command again.",
    );
  });
  child.on("close", (code) => {
    const seconds = endProgress();
    if (interruptedBy) {
      say("Installing was interrupted; the next start does it again.");
      process.exit(130);
    }
    if (code !== 0) explain(output);
    if (!nodeOfProject()) {
      stop(
        "The packages are there, but Node 24 isn't: its install script didn't run.",
        "If `npm config get ignore-scripts` says true, run: npm ci --ignore-scripts=false",
      );
    }
    writeFileSync(marker, `${hash}\n`);
    say(`Installed in ${seconds} s.`);
  });
}

function checkMachine() {
  const major = Number(process.versions.node.split(".")[0]);
  if (major < oldestNode) {
    stop(
      `Holdfast needs Node ${oldestNode} or newer; this is ${process.version} (${process.execPath}).`,
      "Install a newer one from https://nodejs.org, or with nvm: nvm install --lts",
    );
  }
  const named = /npm\/(\d+)\.\S+/.exec(process.env.npm_config_user_agent ?? "");
  if (named && Number(named[1]) < 7)
    stop(`Holdfast needs npm 7 or newer (workspaces); this is ${named[0]}.`, "Run: npm install -g npm");
  if (
    !process.env.npm_execpath &&
    spawnSync("npm", ["-v"], { shell: process.platform === "win32" }).status !== 0
  ) {
    stop("npm isn't there.", "It comes with Node.js: https://nodejs.org");
  }
}

/** Two installations in one folder at a time would undo each other. */
function refuseSecondInstallation() {
  const claim = join(root, ".holdfast/installing");
  mkdirSync(join(root, ".holdfast"), { recursive: true });
  const pid = existsSync(claim) ? Number(readFileSync(claim, "utf8")) : 0;
  if (pid > 0 && isRunning(pid)) {
    stop(
      `The packages are being installed already, by process ${pid}.`,
      "Wait until it has finished, then run the same command again.",
    );
  }
  writeFileSync(claim, String(process.pid));
  process.on("exit", () => rmSync(claim, { force: true }));
}

function isRunning(pid) {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return error.code === "EPERM";
  }
}

function checkWritable() {
  const modules = join(root, "node_modules");
  const folder = existsSync(modules) ? modules : root;
  try {
    accessSync(folder, constants.W_OK);
  } catch {
    stop(
      `${folder} isn't writable, so packages can't be installed.`,
      `Change its owner or its rights, for example: sudo chown -R "$(id -un)" "${root}"`,
    );
  }
}

checkMachine();
const lock = readLock();
const hash = fingerprint();
if (!isInstalled(hash, lock)) {
  checkWritable();
  refuseSecondInstallation();
  install(hash, lock);
}
