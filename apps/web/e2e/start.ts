import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { up } from "./cloud.ts";

/** Starts the whole system for the journeys, unless HOLDFAST_READY holds what a running `up --json` said; what it returns stops it. */
export default async function start() {
  if (process.env.HOLDFAST_READY) return;
  const dataDir = await mkdtemp(join(tmpdir(), "holdfast-e2e-"));
  const { ready, stop } = await up(dataDir);
  process.env.HOLDFAST_READY = JSON.stringify(ready);
  return async () => {
    await stop();
    await rm(dataDir, { recursive: true, force: true });
  };
}
