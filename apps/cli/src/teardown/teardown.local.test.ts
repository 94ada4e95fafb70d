import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { DeleteBackupVaultCommand } from "@aws-sdk/client-backup";
import { type LocalCloud, startLocalCloud } from "@holdfast/local-cloud";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { systemClock } from "../clock.ts";
import type { Cloud } from "../cloud.ts";
import { localCloudAt } from "../clouds.ts";
import { readPolicy } from "../policy/readPolicy.ts";
import { run } from "../program.ts";
import { silentSteps } from "../steps.ts";
import { fakeWorld } from "../testing.ts";
import type { World } from "../world.ts";

// Synthesizing takes most of it; on a busy machine minutes.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 300_000 });

const stacks = join(import.meta.dirname, "../../../../stacks");
let folder: string;
let local: LocalCloud;
let cloud: Cloud;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "holdfast-teardown-"));
  const assembly = join(folder, "assembly");
  const synth = [join(stacks, "synth.ts"), "--stage", "local", "--out", assembly];
  await promisify(execFile)(process.execPath, synth);
  local = await startLocalCloud({ assembly, dataDir: join(folder, "data") });
  cloud = localCloudAt({ ...local, ...local.credentials, stage: "local" });
});
afterAll(async () => {
  await local?.stop();
  await rm(folder, { recursive: true, force: true });
});

/** Runs a command line against the local cloud. */
async function holdfast(args: string[], changes: Partial<World> = {}) {
  const { world, printed, warned } = fakeWorld(cloud, {
    clock: systemClock,
    newId: () => crypto.randomUUID(),
    defaultPolicy: join(stacks, "policy.ts"),
    readPolicy: readPolicy({ signal: new AbortController().signal }),
    ...changes,
  });
  return { code: await run(args, world), stdout: printed.join("\n"), stderr: warned.join("\n") };
}

it("finds the account of a deployed stage as the policy takes it for granted", async () => {
  const { code, stdout } = await holdfast(["preflight", "--json"]);
  const { findings } = JSON.parse(stdout);
  expect(findings.filter(({ outcome }: { outcome: string }) => outcome !== "holds")).toEqual([]);
  expect([code, findings.length]).toEqual([0, 5]);
});

const shown = async () => JSON.parse((await holdfast(["teardown", "--json"])).stdout);

it("tears a stage's vault down as BackupAdmin only, and goes on where it was interrupted", async () => {
  for (const _ of [1, 2]) expect(await holdfast(["backup"])).toMatchObject({ code: 0 });
  const before = await shown();
  expect(before.vault).toMatchObject({ name: "local-holdfast", points: 8, fate: "deleted" });
  expect(before.points.map(({ count }: { count: number }) => count)).toEqual([2, 2, 2, 2]);
  expect(before.key).toMatchObject({ fate: "deleted", perMonth: 1 });
  expect(before.tables.every(({ isProtected }: { isProtected: boolean }) => isProtected)).toBe(true);

  const asAdministrator = cloud.backup.send(
    new DeleteBackupVaultCommand({ BackupVaultName: "local-holdfast" }),
  );
  await expect(asAdministrator).rejects.toThrow("explicit deny");

  const deletion = ["teardown", "--delete", "--yes", "local-holdfast", "--mfa-code"];
  expect(await holdfast([...deletion, "000000"])).toMatchObject({
    code: 2,
    stderr: expect.stringContaining("local-holdfast-BackupAdmin can't be assumed"),
  });
  expect((await shown()).vault.points).toBe(8);

  const interruption = new AbortController();
  const { stdout: code } = await holdfast(["mfa"]);
  const interrupted = await holdfast([...deletion, code], {
    signal: interruption.signal,
    showSteps: (steps) =>
      silentSteps(steps.map((step) => ({ ...step, run: () => step.run(() => interruption.abort()) }))),
  });
  expect(interrupted).toMatchObject({
    code: 130,
    stderr: expect.stringContaining("5 recovery points are deleted for good"),
  });
  expect((await shown()).vault.points).toBe(3);

  expect(await holdfast([...deletion, code])).toMatchObject({
    code: 0,
    stdout: expect.stringContaining("The vault local-holdfast and its 3 recovery points are deleted."),
  });
  const after = await shown();
  expect(after).not.toHaveProperty("vault");
  expect(after.key).toMatchObject({ arn: before.key.arn });
  expect(await holdfast([...deletion, code])).toMatchObject({ code: 0 });
  expect(await holdfast(["preflight"])).toMatchObject({
    code: 1,
    stdout: expect.stringContaining("its vault local-holdfast is gone"),
  });
});
