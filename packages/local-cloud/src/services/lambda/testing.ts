import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { CloudClock } from "../../clock.ts";
import { testClock } from "../../testing.ts";
import { createLambda, type Lambda } from "./functions.ts";

export interface TestLambda {
  lambda: Lambda;
  clock: CloudClock;
  dataDir: string;
  logs: string[];
  /** What destinations and dead-letter queues were told. */
  delivered: [destination: string, payload: any][];
  /** What ends waiting processes. */
  timers: Set<() => void>;
  make(name: string, code: string, properties?: object): Promise<unknown>;
  /** Stops and starts again on the same data; functions are to be made again. */
  restart(): Promise<void>;
  stop(): Promise<void>;
}

/** Lambda without a cloud around it. */
export async function testLambda(): Promise<TestLambda> {
  const dataDir = await mkdtemp(join(tmpdir(), "holdfast-lambda-"));
  const clock = testClock();
  const test = {
    clock,
    dataDir,
    logs: [] as string[],
    delivered: [] as [string, any][],
    timers: new Set<() => void>(),
    lambda: open(),
    make: (name: string, code: string, properties = {}) =>
      test.lambda.resources["AWS::Lambda::Function"]!({
        logicalId: name,
        stackName: "test",
        type: "AWS::Lambda::Function",
        physicalId: name,
        properties: {
          FunctionName: name,
          Runtime: "nodejs24.x",
          Handler: `index.${name}`,
          Role: "arn:aws:iam::123456789012:role/Role",
          Code: { ZipFile: code },
          ...properties,
        },
      }),
    async restart() {
      await test.lambda.stop();
      test.lambda = open();
    },
    async stop() {
      await test.lambda.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
  return test;

  function open(): Lambda {
    return createLambda({
      assembly: { asset: (location) => join(dataDir, location) },
      place: { accountId: "123456789012", region: "us-east-1", partition: "aws" },
      dataDir,
      environmentOf: () => ({}),
      log: (name, line) => test.logs.push(`${name}: ${line}`),
      clock,
      deliver: async (_, destination, payload) => void test.delivered.push([destination, payload]),
      schedule(run) {
        test.timers.add(run);
        return () => test.timers.delete(run);
      },
    });
  }
}
