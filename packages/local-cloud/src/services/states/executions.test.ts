import { expect, test, vi } from "vitest";
import type { JsonFile } from "../../jsonFile.ts";
import { testClock } from "../../testing.ts";
import { createExecutions, type Execution } from "./executions.ts";
import type { Machine } from "./machines.ts";

test("keeps the newest 200 executions, and every one that runs", async () => {
  const arn = "arn:aws:states:us-east-1:123456789012:stateMachine:machine";
  const functionArn = "arn:aws:lambda:us-east-1:123456789012:function:task";
  const machine = {
    name: "machine",
    arn,
    roleArn: "arn:aws:iam::123456789012:role/Role",
    definition: { StartAt: "Task", States: { Task: { Type: "Task", Resource: functionArn, End: true } } },
  } as unknown as Machine;
  const file: JsonFile<Execution[]> = { value: [], save: () => {} };
  let finish = () => {};
  let count = 0;
  const executions = createExecutions({
    file,
    machines: new Map([[arn, machine]]),
    place: { accountId: "123456789012", region: "us-east-1", partition: "aws" },
    clock: testClock(() => 0),
    newName: () => `run-${count++}`,
    invoke: async (_, payload) => {
      if ((payload as { slow?: boolean }).slow)
        await new Promise<void>((resolve) => {
          finish = resolve;
        });
      return { payload: {} };
    },
    log: () => {},
  });
  const slow = executions.start(arn, '{"slow":true}');
  const finished = Array.from({ length: 250 }, (_, index): Execution => {
    const name = `earlier-${index}`;
    return { ...slow, name, arn: `${slow.arn}-${index}`, status: "SUCCEEDED", stopDate: 0 };
  });
  file.value = [...finished, ...file.value];
  const newest = executions.start(arn, "{}");

  expect(executions.list(arn)).toEqual([newest, ...finished.slice(0, 199), slow]);
  finish();
  await vi.waitFor(() => expect(executions.find(slow.arn).status).toBe("SUCCEEDED"));
});
