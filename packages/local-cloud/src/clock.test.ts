import { beforeEach, expect, test } from "vitest";
import { createClock } from "./clock.ts";

const start = Date.UTC(2026, 0, 1);
const day = 86_400_000;
let machine: number;
let file: { value: { aheadMs: number }; save(): void };

beforeEach(() => {
  machine = start;
  file = { value: { aheadMs: 0 }, save() {} };
});
const make = () => createClock(file, () => machine);
const on = (days: number) => new Date(start + days * day);

test("runs with the machine's clock", () => {
  const clock = make();
  machine += 5000;
  expect(clock.now()).toEqual(new Date(start + 5000));
});

test("does what is due on the way in order, each at its time", async () => {
  const clock = make();
  const seen: string[] = [];
  const note = (name: string) => () => seen.push(`${name} ${clock.now().toISOString().slice(0, 10)}`);
  clock.at(on(2), note("second"));
  clock.at(on(1), note("first"));
  clock.at(on(9), note("later"));
  await clock.advance(on(3));

  expect(seen).toEqual(["first 2026-01-02", "second 2026-01-03"]);
  expect(clock.now()).toEqual(on(3));
});

test("does what comes up on the way, too", async () => {
  const clock = make();
  const days: number[] = [];
  const daily = (number: number) =>
    clock.at(on(number), () => {
      days.push(number);
      daily(number + 1);
    });
  daily(1);
  await clock.advance(on(90));

  expect(days).toHaveLength(90);
});

test("waits for work that is under way before it goes on", async () => {
  const clock = make();
  const seen: string[] = [];
  clock.at(on(1), () => {
    clock.work(
      (async () => {
        await new Promise((done) => setTimeout(done, 20));
        seen.push(`worked ${clock.now().toISOString().slice(0, 10)}`);
      })(),
    );
  });
  clock.at(on(2), () => seen.push("second"));
  await clock.advance(on(3));

  expect(seen).toEqual(["worked 2026-01-02", "second"]);
});

test("wakes what sleeps, and lets it sleep again", async () => {
  const clock = make();
  let slept = 0;
  const sleeper = (async () => {
    for (let round = 0; round < 10; round++) {
      await clock.sleep(60_000);
      slept++;
    }
  })();
  await clock.advance(on(1));
  await sleeper;

  expect(slept).toBe(10);
});

test("rejects a sleep whose signal is aborted, with the reason", async () => {
  const clock = make();
  const stop = new AbortController();
  const sleep = clock.sleep(day, stop.signal);
  stop.abort(new Error("enough"));

  await expect(sleep).rejects.toThrow("enough");
  expect(clock.nextDue()).toBeUndefined();
});

test("doesn't run what was cancelled", async () => {
  const clock = make();
  let ran = false;
  clock.at(on(1), () => {
    ran = true;
  })();
  await clock.advance(on(2));

  expect(ran).toBe(false);
});

test("stays where it got to when it is stopped on the way", async () => {
  const clock = make();
  const stop = new AbortController();
  clock.at(on(1), () => stop.abort(new Error("enough")));
  clock.at(on(2), () => {});

  await expect(clock.advance(on(3), { signal: stop.signal })).rejects.toThrow("enough");
  expect(clock.now()).toEqual(on(1));
});

test("ends an advance when it is stopped", async () => {
  const clock = make();
  clock.at(on(1), () => clock.stop());
  clock.at(on(2), () => {});

  await expect(clock.advance(on(3))).rejects.toThrow("was stopped");
  expect(clock.now()).toEqual(on(1));
});

test("is as far ahead after a restart", async () => {
  await make().advance(on(90));
  machine += day;

  expect(make().now()).toEqual(on(91));
});

test("runs what falls due by itself", async () => {
  const clock = createClock(file, Date.now);
  await clock.sleep(20);
  expect(clock.nextDue()).toBeUndefined();
});

test("takes one advance after the other", async () => {
  const clock = make();
  await Promise.all([clock.advance(on(2)), clock.advance(on(5)), clock.advance(on(1))]);
  expect(clock.now()).toEqual(on(5));
});
