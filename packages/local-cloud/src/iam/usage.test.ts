import { mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it, onTestFinished, vi } from "vitest";
import { jsonFile } from "../jsonFile.ts";
import { createUsage } from "./usage.ts";

let now = "2026-11-22T12:00:00.000Z";
const clock = { now: () => new Date(now) };

function folder() {
  const made = mkdtempSync(join(tmpdir(), "usage-"));
  onTestFinished(() => rmSync(made, { recursive: true }));
  const path = join(made, "iam-usage.json");
  return { path, open: (more = {}) => createUsage({ file: jsonFile(path, {}), clock, ...more }) };
}

it("goes on after a restart from what was counted before it", () => {
  now = "2026-11-22T12:00:00.000Z";
  const { path, open } = folder();
  const first = open();
  first.record("role", "s3:GetObject", "b/k");
  first.deny("role", "s3:PutObject", "b/k", "nothing allows it");
  first.stop();
  now = "2026-11-23T12:00:00.000Z";
  const second = open();
  second.record("role", "s3:GetObject", "b/k");

  expect(statSync(path).mode & 0o777).toBe(0o600);
  expect(second.read()).toEqual({
    since: "2026-11-22T12:00:00.000Z",
    uses: [{ roleArn: "role", action: "s3:GetObject", resource: "b/k", times: 2, last: now }],
    denials: [
      {
        roleArn: "role",
        action: "s3:PutObject",
        resource: "b/k",
        times: 1,
        last: "2026-11-22T12:00:00.000Z",
        why: "nothing allows it",
      },
    ],
  });
});

it("writes once for many calls, and not again for none", async () => {
  const { path, open } = folder();
  const file = jsonFile(path, {});
  const save = vi.spyOn(file, "save");
  const usage = createUsage({ file, clock, saveAfterMs: 5 });
  for (let call = 0; call < 1000; call++) usage.record("role", "s3:GetObject", `b/${call % 10}`);
  expect(save).not.toHaveBeenCalled();
  await vi.waitFor(() => expect(save).toHaveBeenCalledTimes(1));
  usage.stop();

  expect(save).toHaveBeenCalledTimes(1);
  expect(
    open()
      .read()
      .uses.map(({ times }) => times),
  ).toEqual(Array(10).fill(100));
});

it("forgets what is longest ago where there is too much to keep", () => {
  const { path, open } = folder();
  const usage = open({ most: 2 });
  for (const [day, resource] of ["a", "b", "c"].entries()) {
    now = `2026-11-2${day}T00:00:00.000Z`;
    usage.record("role", "s3:GetObject", resource);
  }
  usage.stop();

  const kept = JSON.parse(readFileSync(path, "utf8")) as { uses: { resource: string }[] };
  expect(kept.uses.map(({ resource }) => resource)).toEqual(["b", "c"]);
});
