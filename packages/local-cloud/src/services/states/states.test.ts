import { afterEach, beforeEach, describe, expect, it, test } from "vitest";
import type { CloudClock } from "../../clock.ts";
import { testClock } from "../../testing.ts";
import { requireValid } from "./asl/validate.ts";
import { functionArn, type TestMachine, task, testMachine } from "./testing.ts";

let clock: CloudClock;
let machine: TestMachine;

beforeEach(async () => {
  clock = testClock(() => Date.now());
  machine = await testMachine(clock);
});
afterEach(() => machine.stop());

const only = (state: object) => ({ StartAt: "Only", States: { Only: { ...state, End: true } } });
async function outputOf(definition: object, input?: unknown) {
  requireValid("machine", definition as never);
  const { status, output, error, cause } = await machine.run(definition, input);
  return status === "SUCCEEDED" ? JSON.parse(output!) : { status, error, cause };
}

describe("a state's data, in JSONPath,", () => {
  it("goes through InputPath, Parameters, ResultSelector, ResultPath and OutputPath", async () => {
    machine.invoke = ({ n }) => ({ payload: { doubled: n * 2, noise: true } });
    const state = {
      ...task,
      InputPath: "$.in",
      Parameters: { "n.$": "$.number", run: "$.literal", "name.$": "States.Format('{}!', $$.State.Name)" },
      ResultSelector: { "value.$": "$.doubled" },
      ResultPath: "$.out",
      OutputPath: "$.out",
    };

    expect(await outputOf(only(state), { in: { number: 21 } })).toEqual({ value: 42 });
  });

  it("is kept or dropped by a path that is null", async () => {
    machine.invoke = () => ({ payload: "result" });

    expect(await outputOf(only({ ...task, ResultPath: null }), { kept: 1 })).toEqual({ kept: 1 });
    expect(await outputOf(only({ ...task, OutputPath: null }), { kept: 1 })).toEqual({});
    expect(await outputOf(only({ Type: "Pass", InputPath: null }), { kept: 1 })).toEqual({});
  });

  it("is assigned to variables that later states see", async () => {
    machine.invoke = () => ({ payload: { n: 1 } });
    const definition = {
      StartAt: "First",
      States: {
        First: { ...task, Assign: { "n.$": "$.n", fixed: "x" }, ResultPath: null, Next: "Second" },
        Second: { Type: "Pass", Parameters: { "n.$": "$n", "fixed.$": "$fixed" }, End: true },
      },
    };

    expect(await outputOf(definition)).toEqual({ n: 1, fixed: "x" });
  });

  it("fails with a name of its own where a path finds nothing", async () => {
    expect(await outputOf(only({ Type: "Pass", Parameters: { "a.$": "$.missing" } }))).toMatchObject({
      error: "States.ParameterPathFailure",
    });
    expect(await outputOf(only({ Type: "Pass", InputPath: "$.missing" }))).toMatchObject({
      error: "States.Runtime",
    });
  });
});

describe("a state's data, in JSONata,", () => {
  const jsonata = (definition: object) => ({ QueryLanguage: "JSONata", ...definition });

  it("goes through Arguments, Output and Assign", async () => {
    machine.invoke = ({ n }) => ({ payload: { doubled: n * 2 } });
    const definition = jsonata({
      StartAt: "First",
      States: {
        First: {
          ...task,
          Arguments: { n: "{% $states.input.number %}" },
          Assign: { kept: "{% $states.result.doubled %}" },
          Output: { half: "{% $states.result.doubled / 2 %}", name: "{% $states.context.State.Name %}" },
          Next: "Second",
        },
        Second: { Type: "Pass", Output: "{% $merge([$states.input, {'kept': $kept}]) %}", End: true },
      },
    });

    expect(await outputOf(definition, { number: 21 })).toEqual({ half: 21, name: "First", kept: 42 });
  });

  it("chooses, maps and catches", async () => {
    machine.invoke = ({ n }) =>
      n === 3 ? { error: { errorType: "Three", errorMessage: "no" } } : { payload: n };
    const definition = jsonata({
      StartAt: "Map",
      States: {
        Map: {
          Type: "Map",
          Items: "{% $states.input.numbers %}",
          ItemSelector: { n: "{% $states.context.Map.Item.Value %}" },
          ItemProcessor: {
            StartAt: "Task",
            States: {
              Task: {
                ...task,
                Catch: [{ ErrorEquals: ["Three"], Output: "{% $states.errorOutput.Error %}", Next: "End" }],
                End: true,
              },
              End: { Type: "Pass", End: true },
            },
          },
          Next: "Choose",
        },
        Choose: {
          Type: "Choice",
          Choices: [{ Condition: "{% 'Three' in $states.input %}", Next: "Found" }],
          Default: "Lost",
        },
        Found: { Type: "Succeed", Output: { found: "{% $states.input %}" } },
        Lost: { Type: "Fail" },
      },
    });

    expect(await outputOf(definition, { numbers: [1, 2, 3] })).toEqual({ found: [1, 2, "Three"] });
  });

  it("fails with States.QueryEvaluationError, which can be caught", async () => {
    const definition = jsonata({
      StartAt: "Task",
      States: {
        Task: {
          ...task,
          Arguments: "{% $states.input.missing %}",
          Catch: [{ ErrorEquals: ["States.QueryEvaluationError"], Next: "Caught" }],
          End: true,
        },
        Caught: { Type: "Pass", End: true },
      },
    });

    expect(await outputOf(definition)).toMatchObject({
      Error: "States.QueryEvaluationError",
      Cause: expect.stringContaining("Arguments"),
    });
  });
});

describe("what fails", () => {
  const failing = (...names: string[]) => {
    machine.invoke = () => {
      const errorType = names.shift();
      return errorType ? { error: { errorType, errorMessage: "on purpose" } } : { payload: "done" };
    };
  };
  const caught = (Catch: object[], more = {}) => ({
    StartAt: "Task",
    States: { Task: { ...task, ...more, Catch, End: true }, Caught: { Type: "Pass", End: true } },
  });

  it.each([
    [["Busy"], true],
    [["States.TaskFailed"], true],
    [["States.ALL"], true],
    [["Other", "Busy"], true],
    [["Other"], false],
    [["States.Timeout"], false],
  ])("is caught by %j: %s", async (ErrorEquals, isCaught) => {
    failing("Busy");
    const result = await outputOf(caught([{ ErrorEquals, Next: "Caught", ResultPath: "$.problem" }]));

    if (isCaught) expect(result).toMatchObject({ problem: { Error: "Busy" } });
    else expect(result).toMatchObject({ status: "FAILED", error: "Busy" });
  });

  it("is retried by the first retrier that names it, each as often as it says", async () => {
    failing("Busy", "Other", "Busy");
    const retry = (name: string, MaxAttempts: number) => ({
      ErrorEquals: [name],
      IntervalSeconds: 1,
      MaxAttempts,
      BackoffRate: 1,
    });
    const running = machine.run(only({ ...task, Retry: [retry("Busy", 1), retry("States.ALL", 5)] }));
    await clock.advance(new Date(clock.now().getTime() + 60_000));

    expect(await running).toMatchObject({ status: "FAILED", error: "Busy" });
  });

  it("is a task that takes longer than its TimeoutSeconds, by its path, too", async () => {
    machine.invoke = () => new Promise(() => {});
    const pending = outputOf(
      caught([{ ErrorEquals: ["States.Timeout"], Next: "Caught" }], { TimeoutSecondsPath: "$.seconds" }),
      { seconds: 1 },
    );

    expect(await pending).toMatchObject({ Error: "States.Timeout" });
  });

  it("is said by a Fail state, also by paths", async () => {
    const fail = { Type: "Fail", ErrorPath: "$.error", CausePath: "States.Format('because of {}', $.why)" };

    expect(
      await outputOf({ StartAt: "Fail", States: { Fail: fail } }, { error: "Wrong", why: "rain" }),
    ).toEqual({ status: "FAILED", error: "Wrong", cause: "because of rain" });
  });

  it("in one branch ends the others and the whole", async () => {
    const branch = (state: object) => ({ StartAt: "S", States: { S: state } });
    const definition = {
      StartAt: "Both",
      States: {
        Both: {
          Type: "Parallel",
          Branches: [
            { ...branch({ Type: "Wait", Seconds: 86_400, End: true }) },
            { StartAt: "Fail", States: { Fail: { Type: "Fail", Error: "Early" } } },
          ],
          Catch: [{ ErrorEquals: ["Early"], Next: "Caught" }],
          End: true,
        },
        Caught: { Type: "Pass", End: true },
      },
    };

    expect(await outputOf(definition)).toMatchObject({ Error: "Early" });
    expect(clock.nextDue()).toBeUndefined();
  });

  it("is a Choice state without a fitting rule", async () => {
    const Choices = [{ Variable: "$.a", NumericEquals: 1, Next: "End" }];
    const States = { Choice: { Type: "Choice", Choices }, End: { Type: "Succeed" } };

    expect(await outputOf({ StartAt: "Choice", States }, { a: 2 })).toMatchObject({
      error: "States.NoChoiceMatched",
    });
  });
});

describe("a Parallel state", () => {
  it("gives its branches' results, in order", async () => {
    const branch = (Result: string) => ({
      StartAt: Result,
      States: { [Result]: { Type: "Pass", Result, End: true } },
    });

    expect(await outputOf(only({ Type: "Parallel", Branches: [branch("a"), branch("b")] }))).toEqual([
      "a",
      "b",
    ]);
  });
});

describe("a Map state", () => {
  const ItemProcessor = { StartAt: "Task", States: { Task: { ...task, End: true } } };

  it("gives the results in the items' order, so many at once as it may", async () => {
    let [atOnce, most] = [0, 0];
    machine.invoke = async ({ n }) => {
      most = Math.max(most, ++atOnce);
      await new Promise((resolve) => setTimeout(resolve, 5 * (5 - n)));
      atOnce--;
      return { payload: n };
    };
    const state = { Type: "Map", ItemsPath: "$.items", MaxConcurrency: 2, ItemProcessor };

    const items = [1, 2, 3, 4, 5].map((n) => ({ n }));
    expect(await outputOf(only(state), { items })).toEqual([1, 2, 3, 4, 5]);
    expect(most).toBe(2);
  });

  it("selects from the item, its index and the input", async () => {
    const ItemSelector = { "at.$": "$$.Map.Item.Index", "is.$": "$$.Map.Item.Value", "of.$": "$.name" };
    const state = { Type: "Map", ItemsPath: "$.items", ItemSelector, ItemProcessor };

    expect(await outputOf(only(state), { name: "n", items: ["a", "b"] })).toEqual([
      { at: 0, is: "a", of: "n" },
      { at: 1, is: "b", of: "n" },
    ]);
  });

  it("of no items gives none", async () => {
    expect(await outputOf(only({ Type: "Map", ItemProcessor }), [])).toEqual([]);
  });
});

describe("a task that waits for its token", () => {
  const waiting = (more = {}) => ({
    Type: "Task",
    Resource: "arn:aws:states:::lambda:invoke.waitForTaskToken",
    Parameters: { FunctionName: functionArn, Payload: { "token.$": "$$.Task.Token" } },
    ...more,
  });
  let token: Promise<string>;

  beforeEach(() => {
    const { promise, resolve } = Promise.withResolvers<string>();
    token = promise;
    machine.invoke = (payload) => {
      resolve(payload.token);
      return { payload: null };
    };
  });

  it("has the result that comes with the token", async () => {
    const output = outputOf(only(waiting()));
    machine.executions.waiting(await token)!.succeed({ answer: 42 });

    expect(await output).toEqual({ answer: 42 });
    expect(machine.executions.waiting(await token)).toBeUndefined();
  });

  it("fails as the token's sender says", async () => {
    const output = outputOf(only(waiting()));
    machine.executions.waiting(await token)!.fail("Wrong", "said the sender");

    expect(await output).toEqual({ status: "FAILED", error: "Wrong", cause: "said the sender" });
  });

  it("fails when its heartbeat fails", async () => {
    const running = machine.run(only(waiting({ HeartbeatSeconds: 60 })));
    const sent = machine.executions.waiting(await token)!;
    await clock.advance(new Date(clock.now().getTime() + 50_000));
    sent.beat();
    await clock.advance(new Date(clock.now().getTime() + 50_000));
    expect(machine.executions.waiting(await token)).toBeDefined();
    await clock.advance(new Date(clock.now().getTime() + 50_000));

    expect(await running).toMatchObject({ status: "FAILED", error: "States.HeartbeatTimeout" });
  });
});

test.each([
  ["leads nowhere", { StartAt: "A", States: { A: { Type: "Pass" } } }],
  ["has no such state", { StartAt: "B", States: { A: { Type: "Pass", End: true } } }],
  [
    "has what only a Distributed Map has",
    only({
      Type: "Map",
      ToleratedFailurePercentage: 5,
      ItemProcessor: { StartAt: "A", States: { A: { Type: "Pass", End: true } } },
    }),
  ],
])("refuses a definition that %s", (_, definition) => {
  expect(() => requireValid("machine", definition as never)).toThrow(/^machine: /);
});
