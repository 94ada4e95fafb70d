import { PassThrough } from "node:stream";
import { expect, it } from "vitest";
import { type Step, terminalSteps } from "./steps.ts";

async function show(steps: Step[], every?: number) {
  const stream = new PassThrough();
  const lines: string[] = [];
  stream.setEncoding("utf8").on("data", (text: string) => lines.push(text.trim()));
  const error = await terminalSteps(
    stream as unknown as NodeJS.WriteStream,
    every,
  )(steps).catch((one) => one);
  return { lines, error };
}

it("shows each step's start and end in a log", async () => {
  const { lines } = await show([{ title: "Start", run: async () => "http://here" }]);

  expect(lines).toEqual([expect.stringMatching(/ Start$/), expect.stringMatching(/ Start: http:\/\/here/)]);
});

it("shows which step failed and leaves the reason to whoever gets it", async () => {
  const cause = new Error("no such port");
  const fails = async () => {
    throw cause;
  };
  const { lines, error } = await show([
    { title: "Start", run: fails },
    { title: "Go on", run: async () => undefined },
  ]);

  expect(error).toBe(cause);
  expect(lines).toHaveLength(2);
  expect(lines[1]).toMatch(/ Start$/);
  expect(lines[1]).not.toBe(lines[0]);
});

it.each([
  [0, ["1 %", "2 %"]],
  [60_000, []],
])("tells a log how far a step is, at most every %d ms", async (every, told) => {
  const goes: Step["run"] = async (tell) => {
    tell("1 %");
    tell("2 %");
    return undefined;
  };
  const { lines } = await show([{ title: "Go", run: goes }], every);

  expect(lines.slice(1, -1).map((line) => line.replace(/^.* (\d %)$/, "$1"))).toEqual(told);
});
