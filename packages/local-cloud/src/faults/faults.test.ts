import fc from "fast-check";
import { expect, test } from "vitest";
import { draw } from "./draw.ts";
import { describeFault } from "./fault.ts";
import { createFaults, type KeptFaults } from "./faults.ts";
import { kindNames, kinds } from "./kinds.ts";

const services = ["appsync", "backup", "dynamodb", "kms", "lambda"];
const kept = (value: KeptFaults = { next: 1, faults: [] }) => ({ value, save() {} });
const make = (file = kept()) => createFaults({ file, services: () => services, log() {} });

const scan = { service: "dynamodb", operation: "Scan", resources: ["Item-1"] };
const put = { service: "dynamodb", operation: "PutItem", resources: ["Item-1"] };

/** Which of the calls are struck. */
const sequence = (faults: ReturnType<typeof make>, calls: number) =>
  Array.from({ length: calls }, () => faults.strike("throttle", scan) !== undefined);

test("strikes the same ones of a sequence of calls for the same seed, whatever else happens between them", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 2 ** 32 - 1 }),
      fc.double({ min: 0.05, max: 1, noNaN: true }),
      fc.array(fc.boolean(), { minLength: 1, maxLength: 60 }),
      (seed, rate, between) => {
        const asked = { kind: "throttle", operation: "Scan", rate, seed };
        const [quiet, busy] = [make(), make()];
        quiet.add(asked);
        busy.add({ kind: "throttle", operation: "PutItem", rate: 0.5, seed: (seed ^ 1) >>> 0 });
        busy.add(asked);
        const inBusy = between.map((isDisturbed) => {
          if (isDisturbed) busy.strike("throttle", put);
          busy.strike("latency", scan);
          return busy.strike("throttle", scan) !== undefined;
        });
        expect(inBusy).toEqual(sequence(quiet, between.length));
      },
    ),
  );
});

test("goes on after a restart where it was", () => {
  fc.assert(
    fc.property(fc.nat(), fc.nat({ max: 30 }), (seed, calls) => {
      const asked = { kind: "throttle", rate: 0.5, seed, count: 7 };
      const whole = make();
      whole.add(asked);
      const file = kept();
      const before = make(file);
      before.add(asked);
      const first = sequence(before, calls);
      const after = make(kept(JSON.parse(JSON.stringify(file.value))));
      expect([...first, ...sequence(after, 40)]).toEqual(sequence(whole, calls + 40));
    }),
  );
});

test("strikes as often as its rate says, differently for each seed", () => {
  const share = (seed: number) =>
    Array.from({ length: 20_000 }, (_, n) => draw(seed, n)).filter((number) => number < 0.3).length / 20_000;
  for (const seed of [0, 1, 2, 7, 4_294_967_295]) expect(share(seed)).toBeCloseTo(0.3, 1);
  const bits = (seed: number) => Array.from({ length: 64 }, (_, n) => draw(seed, n) < 0.5);
  expect(new Set([0, 1, 2, 3, 4].map((seed) => bits(seed).join())).size).toBe(5);
});

test("strikes at most as often as its count says, and counts what it saw", () => {
  const faults = make();
  faults.add({ kind: "throttle", count: 2 });
  expect(sequence(faults, 5)).toEqual([true, true, false, false, false]);
  expect(faults.list()).toMatchObject([{ id: "f1", calls: 5, hits: 2 }]);
});

test.each([
  [{ service: "dynamodb" }, true],
  [{ service: "dyn*" }, true],
  [{ service: "kms" }, false],
  [{ operation: "scan" }, true],
  [{ operation: "S?an" }, true],
  [{ operation: "Get*" }, false],
  [{ resource: "Item-*" }, true],
  [{ resource: "arn:aws:dynamodb:*:table/Item-1" }, true],
  [{ resource: "Category-*" }, false],
])("with %j strikes a scan of an item table: %s", (selected, isStruck) => {
  const faults = make();
  faults.add({ kind: "throttle", ...selected });
  const at = { ...scan, resources: ["arn:aws:dynamodb:us-east-1:123456789012:table/Item-1"] };
  expect(faults.strike("throttle", at) !== undefined).toBe(isStruck);
});

test.each([
  [{}, 'Expected "kind"'],
  [{ kind: "typo" }, `There is no kind "typo": throttle, error,`],
  [{ kind: "throttle", rate: 0 }, "rate: It has to be a number above 0, at most 1."],
  [{ kind: "throttle", rate: 1.5 }, "rate: It has to be a number above 0, at most 1."],
  [{ kind: "throttle", count: 0 }, "count: It has to be a whole number from 1"],
  [{ kind: "throttle", seed: 1.5 }, "seed: It has to be a whole number from 0"],
  [{ kind: "throttle", service: "dynamo" }, 'no service that fits "dynamo": appsync, backup'],
  [{ kind: "lose", service: "dynamodb" }, 'lose has no service that fits "dynamodb": events'],
  [{ kind: "throttle", operation: " " }, "operation: It is empty."],
  [{ kind: "throttle", ms: 5 }, "ms: throttle takes no time."],
  [{ kind: "latency" }, "ms: latency needs to know how long."],
  [{ kind: "throttle", rats: 0.5 }, "rats"],
  ["throttle", "Expected Object"],
])("refuses %j and says why", (input, message) => {
  const faults = make();
  expect(() => faults.add(input)).toThrow(message);
  expect(faults.list()).toEqual([]);
});

test("names those that are on when it is to remove one that isn't", () => {
  const faults = make();
  expect(() => faults.remove("f9")).toThrow("There is no fault f9; none is on.");
  faults.add({ kind: "error" });
  faults.add({ kind: "throttle" });
  expect(() => faults.remove("f9")).toThrow("There is no fault f9; on are f1, f2.");
  faults.remove("f2");
  expect(faults.add({ kind: "error" }).id).toBe("f3");
  expect(faults.clear().map(({ id }) => id)).toEqual(["f1", "f3"]);
  expect(faults.list()).toEqual([]);
});

test.each(kindNames)("has an example of %s that can be added", (kind) => {
  const [name, ...words] = kinds[kind].example.match(/'[^']*'|\S+/g)!.map((word) => word.replaceAll("'", ""));
  const asked: Record<string, unknown> = { kind: name };
  for (let at = 0; at < words.length; at += 2) {
    const [option, value] = [words[at]!.slice(2), words[at + 1]!];
    asked[option === "table" ? "resource" : option] = /^[\d.]+$/.test(value) ? Number(value) : value;
  }
  expect(name).toBe(kind);
  expect(describeFault(make().add(asked))).toContain(kind);
});
