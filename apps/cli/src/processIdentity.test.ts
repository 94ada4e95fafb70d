import { spawn } from "node:child_process";
import { once } from "node:events";
import { expect, it } from "vitest";
import { identityOf, isRunning } from "./processIdentity.ts";

it("tells a running process from one that has ended", async () => {
  const child = spawn(process.execPath, ["-e", "process.stdin.resume()"]);
  await once(child, "spawn");
  const identity = identityOf(child.pid!);

  expect(isRunning(identity)).toBe(true);
  child.kill();
  await once(child, "exit");
  expect(isRunning(identity)).toBe(false);
});

it("tells a process from a later one with its number", () => {
  expect(isRunning(identityOf(process.pid))).toBe(true);
  expect(isRunning({ pid: process.pid, startedAt: "another boot 1" })).toBe(false);
});
