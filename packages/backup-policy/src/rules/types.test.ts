import { expectTypeOf, it } from "vitest";
import type { complianceLock } from "../lock.ts";
import type { PolicyInput } from "../schema.ts";
import type { cron } from "./cron.ts";
import type { daily } from "./daily.ts";
import type { Days, Minutes } from "./duration.ts";
import type { monthly } from "./monthly.ts";
import type { weekly } from "./weekly.ts";

type Daily = Parameters<typeof daily>[0];
type Monthly = Parameters<typeof monthly>[0];

// What these say is said by the type checker.
it("takes a length of time with its unit only", () => {
  expectTypeOf<35>().not.toExtend<Daily["keep"]>();
  expectTypeOf<Minutes>().not.toExtend<Daily["keep"]>();
  expectTypeOf<Days>().toExtend<Daily["keep"]>();
});

it("takes days that every month has, days of the week by name, times with a colon", () => {
  expectTypeOf<31>().not.toExtend<Monthly["on"]>();
  expectTypeOf<28 | "last">().toExtend<Monthly["on"]>();
  expectTypeOf<"Saturday">().not.toExtend<Parameters<typeof weekly>[0]["on"]>();
  expectTypeOf<"5am">().not.toExtend<Daily["at"]>();
  expectTypeOf<"0 5 * * ? *">().not.toExtend<Parameters<typeof cron>[0]>();
});

it("takes no compliance lock without who acknowledged it", () => {
  expectTypeOf<{ minDays: 7; coolingOffDays: 3 }>().not.toExtend<Parameters<typeof complianceLock>[0]>();
});

it("asks for objectives and assumptions", () => {
  expectTypeOf<Omit<PolicyInput, "objectives">>().not.toExtend<PolicyInput>();
  expectTypeOf<Omit<PolicyInput, "assumptions">>().not.toExtend<PolicyInput>();
});
