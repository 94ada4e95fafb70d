import { expect, it } from "vitest";
import { createLanes } from "./lanes.ts";

/** Runs tasks that end when told to; `running` has those that have begun and not ended. */
function harness(limit: number) {
  const lanes = createLanes(limit);
  const running = new Set<string>();
  const ends = new Map<string, () => void>();
  const run = (lane: string, name: string) =>
    lanes.run(lane, async () => {
      running.add(name);
      await new Promise<void>((resolve) => ends.set(name, resolve));
      running.delete(name);
    });
  const settle = () => new Promise<void>((resolve) => setImmediate(resolve));
  const end = async (name: string) => {
    ends.get(name)!();
    await settle();
  };
  return { lanes, running, run, end, settle };
}

it("runs one task of a lane at a time, in order", async () => {
  const { lanes, running, run, end, settle } = harness(9);
  for (const name of ["a1", "a2", "a3"]) run("a", name);
  run("b", "b1");
  await settle();
  expect([...running]).toEqual(["a1", "b1"]);
  await end("a1");
  expect([...running]).toEqual(["b1", "a2"]);
  await end("a2");
  await end("b1");
  await end("a3");
  await lanes.idle();
  expect(running.size).toBe(0);
});

it("runs no more than its limit at a time", async () => {
  const { running, run, end, settle } = harness(2);
  for (const name of ["a", "b", "c", "d"]) run(name, name);
  await settle();
  expect([...running]).toEqual(["a", "b"]);
  await end("b");
  expect([...running]).toEqual(["a", "c"]);
  await end("a");
  await end("c");
  expect([...running]).toEqual(["d"]);
  run("e", "e");
  await settle();
  expect([...running]).toEqual(["d", "e"]);
});
