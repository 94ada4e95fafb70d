import { link, readFile, rename, rm, writeFile } from "node:fs/promises";
import * as v from "valibot";
import { CouldNotRun } from "../errors.ts";
import { isRunning, ProcessIdentity } from "../processIdentity.ts";

/**
 * Makes a lock file that names its holder; returns what releases it. A lock whose holder is gone counts for nothing.
 * @throws CouldNotRun when a running process holds it
 */
export async function lockFolder(file: string, self: ProcessIdentity): Promise<() => Promise<void>> {
  const mine = `${JSON.stringify(self)}\n`;
  while (!(await create(file, mine))) {
    const theirs = await readFile(file, "utf8").catch(() => undefined);
    // Released between the two calls.
    if (theirs === undefined) continue;
    const holder = parse(theirs);
    if (holder && isRunning(holder)) refuse(file, holder);
    await removeStale(file, theirs, self);
  }
  return () => rm(file, { force: true });
}

/** All or nothing: a reader never meets a lock that is written only half. */
async function create(file: string, content: string): Promise<boolean> {
  const draft = `${file}.${process.pid}`;
  await writeFile(draft, content);
  try {
    await link(draft, file);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  } finally {
    await rm(draft, { force: true });
  }
}

/** Another process may have replaced the stale lock meanwhile: then what was taken away is put back. */
async function removeStale(file: string, stale: string, self: ProcessIdentity): Promise<void> {
  const aside = `${file}.stale.${self.pid}`;
  await rename(file, aside).catch((error) => {
    if (error.code !== "ENOENT") throw error;
  });
  const taken = await readFile(aside, "utf8").catch(() => stale);
  if (taken !== stale) await link(aside, file).catch(() => {});
  await rm(aside, { force: true });
}

function parse(text: string): ProcessIdentity | undefined {
  try {
    return v.parse(ProcessIdentity, JSON.parse(text));
  } catch {
    return undefined;
  }
}

function refuse(file: string, { pid }: ProcessIdentity): never {
  throw new CouldNotRun(`Holdfast already runs on this data folder (process ${pid}, ${file}).`, {
    next: "Use it as it is, or stop it first; or start a second one with another --data and --port.",
  });
}
