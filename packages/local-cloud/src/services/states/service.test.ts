import { GetObjectCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import {
  DescribeExecutionCommand,
  DescribeMapRunCommand,
  DescribeStateMachineForExecutionCommand,
  GetExecutionHistoryCommand,
  ListExecutionsCommand,
  ListMapRunsCommand,
  paginateGetExecutionHistory,
  RedriveExecutionCommand,
  SendTaskSuccessCommand,
  SFNClient,
  StartExecutionCommand,
  StartSyncExecutionCommand,
  StopExecutionCommand,
} from "@aws-sdk/client-sfn";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { role, startTestCloud, type TestCloud } from "../../testing.ts";
import { bucket } from "../s3/testing.ts";

const code = `
exports.segment = async ({ Items, BatchInput }) => {
  if (Items.includes(13)) throw new Error("unlucky");
  return { run: BatchInput.run, sum: Items.reduce((sum, item) => sum + item, 0) };
};
exports.remember = async ({ run, token }) => console.log("token of " + run + ": " + token);
`;
const fn = (handler: string) => ({
  Type: "AWS::Lambda::Function",
  Properties: {
    FunctionName: handler,
    Runtime: "nodejs24.x",
    Handler: `index.${handler}`,
    Role: { "Fn::GetAtt": ["LambdaRole", "Arn"] },
    Code: { ZipFile: code },
  },
});
const machine = (name: string, definition: object, roleId = "MachineRole") => ({
  Type: "AWS::StepFunctions::StateMachine",
  Properties: {
    StateMachineName: name,
    RoleArn: { "Fn::GetAtt": [roleId, "Arn"] },
    DefinitionString: JSON.stringify(definition),
    DefinitionSubstitutions: {
      Segment: { "Fn::GetAtt": ["Segment", "Arn"] },
      Remember: { "Fn::GetAtt": ["Remember", "Arn"] },
    },
  },
});
const allow = (Action: string | string[], Resource: unknown = "*") => ({ Effect: "Allow", Action, Resource });
/** As CDK's DistributedMap writes it. */
const scan = {
  StartAt: "Scan",
  States: {
    Scan: {
      Type: "Map",
      Label: "Scan",
      MaxConcurrency: 2,
      ToleratedFailurePercentage: 0,
      ItemReader: {
        Resource: "arn:aws:states:::s3:getObject",
        ReaderConfig: { InputType: "JSON" },
        Parameters: { Bucket: "work", "Key.$": "$.items" },
      },
      ItemBatcher: { MaxItemsPerBatch: 2, BatchInput: { "run.$": "$$.Execution.Name" } },
      ItemProcessor: {
        ProcessorConfig: { Mode: "DISTRIBUTED", ExecutionType: "STANDARD" },
        StartAt: "Segment",
        States: { Segment: { Type: "Task", Resource: "${Segment}", End: true } },
      },
      ResultWriter: {
        Resource: "arn:aws:states:::s3:putObject",
        Parameters: { Bucket: "work", Prefix: "results" },
      },
      End: true,
    },
  },
};

let it: TestCloud;
let states: SFNClient;
let s3: S3Client;

beforeAll(async () => {
  it = await startTestCloud({
    Work: {
      Resources: {
        Work: bucket("work"),
        LambdaRole: role("lambda.amazonaws.com", []),
        MachineRole: role("states.amazonaws.com", [
          allow(["lambda:InvokeFunction", "states:StartExecution", "s3:GetObject", "s3:PutObject"]),
        ]),
        WeakRole: role("states.amazonaws.com", [allow(["lambda:InvokeFunction", "states:StartExecution"])]),
        Segment: fn("segment"),
        Remember: fn("remember"),
        Scanning: machine("scanning", scan),
        Powerless: machine("powerless", scan, "WeakRole"),
        Waiting: machine("waiting", {
          StartAt: "Wait",
          States: {
            Wait: {
              Type: "Task",
              Resource: "arn:aws:states:::lambda:invoke.waitForTaskToken",
              Parameters: {
                FunctionName: "${Remember}",
                Payload: { "token.$": "$$.Task.Token", "run.$": "$$.Execution.Id" },
              },
              End: true,
            },
          },
        }),
      },
    },
  });
  states = new SFNClient(it.client);
  s3 = new S3Client(it.client);
  await put("items", [1, 2, 3, 4, 5]);
  await put("unlucky", [1, 13]);
});
afterAll(() => it.stop());

const put = (Key: string, items: number[]) =>
  s3.send(new PutObjectCommand({ Bucket: "work", Key, Body: JSON.stringify(items) }));
const arnOf = (name: string) => `arn:aws:states:us-east-1:123456789012:stateMachine:${name}`;
const describe = (executionArn: string) => states.send(new DescribeExecutionCommand({ executionArn }));
const start = async (name: string, input: object = {}) =>
  (
    await states.send(
      new StartExecutionCommand({ stateMachineArn: arnOf(name), input: JSON.stringify(input) }),
    )
  ).executionArn!;
const end = (executionArn: string) =>
  vi.waitFor(async () => {
    const found = await describe(executionArn);
    expect(found.status).not.toBe("RUNNING");
    return found;
  });

test("runs a Distributed Map over items in S3 and leaves its results there", async () => {
  const executionArn = await start("scanning", { items: "items" });
  const { output, status, cause } = await end(executionArn);
  expect([status, cause]).toEqual(["SUCCEEDED", undefined]);
  const { MapRunArn, ResultWriterDetails } = JSON.parse(output!);
  const object = async (Key: string) =>
    JSON.parse(
      await (await s3.send(new GetObjectCommand({ Bucket: "work", Key }))).Body!.transformToString(),
    );
  const manifest = await object(ResultWriterDetails.Key);
  const results = await object(manifest.ResultFiles.SUCCEEDED[0].Key);
  const run = executionArn.split(":").at(-1);

  expect(results.map(({ Output }: { Output: string }) => JSON.parse(Output))).toEqual([
    { run, sum: 3 },
    { run, sum: 7 },
    { run, sum: 5 },
  ]);
  expect(await states.send(new DescribeMapRunCommand({ mapRunArn: MapRunArn }))).toMatchObject({
    executionArn,
    status: "SUCCEEDED",
    maxConcurrency: 2,
    itemCounts: { total: 5, succeeded: 5, pending: 0 },
    executionCounts: { total: 3, succeeded: 3, failed: 0 },
  });
  const { mapRuns } = await states.send(new ListMapRunsCommand({ executionArn }));
  expect(mapRuns?.map(({ mapRunArn }) => mapRunArn)).toEqual([MapRunArn]);
  const { executions } = await states.send(new ListExecutionsCommand({ mapRunArn: MapRunArn }));
  expect(executions?.map(({ itemCount }) => itemCount)).toEqual([2, 2, 1]);
  expect(await describe(executions![0]!.executionArn!)).toMatchObject({
    mapRunArn: MapRunArn,
    status: "SUCCEEDED",
  });
});

test("fails a Distributed Map for one failure where none is tolerated", async () => {
  const { status, error } = await end(await start("scanning", { items: "unlucky" }));

  expect([status, error]).toEqual(["FAILED", "States.ExceedToleratedFailureThreshold"]);
});

test("fails a Distributed Map whose role may not read the items, as S3 refuses it", async () => {
  const { error, cause } = await end(await start("powerless", { items: "items" }));

  expect(error).toBe("States.ItemReaderFailed");
  expect(cause).toContain("is not authorized to perform: s3:GetObject");
});

test("tells an execution's history page by page, forwards and backwards", async () => {
  const executionArn = await start("scanning", { items: "items" });
  await end(executionArn);
  const types: (string | undefined)[] = [];
  const pages = paginateGetExecutionHistory({ client: states, pageSize: 3 }, { executionArn });
  for await (const { events } of pages) types.push(...(events ?? []).map(({ type }) => type));
  const { events: newest } = await states.send(
    new GetExecutionHistoryCommand({ executionArn, maxResults: 1, reverseOrder: true }),
  );

  expect(types[0]).toBe("ExecutionStarted");
  expect(types).toContain("MapRunSucceeded");
  expect(types.at(-1)).toBe("ExecutionSucceeded");
  expect(newest).toMatchObject([
    { id: types.length, executionSucceededEventDetails: { output: expect.any(String) } },
  ]);
  const { definition } = await states.send(new DescribeStateMachineForExecutionCommand({ executionArn }));
  expect(JSON.parse(definition!).StartAt).toBe("Scan");
});

test("lists executions page by page, newest first", async () => {
  const arns = [await start("waiting"), await start("waiting")];
  const page = await states.send(
    new ListExecutionsCommand({ stateMachineArn: arnOf("waiting"), maxResults: 1, statusFilter: "RUNNING" }),
  );
  const rest = await states.send(
    new ListExecutionsCommand({ stateMachineArn: arnOf("waiting"), nextToken: page.nextToken }),
  );
  for (const executionArn of arns)
    await states.send(new StopExecutionCommand({ executionArn, error: "Enough" }));

  expect(page.executions?.map(({ executionArn }) => executionArn)).toEqual([arns[1]]);
  expect(rest.executions?.map(({ executionArn }) => executionArn)).toEqual([arns[0]]);
  expect(await describe(arns[0]!)).toMatchObject({ status: "ABORTED", error: "Enough" });
});

test("takes a token back", async () => {
  const executionArn = await start("waiting");
  const taskToken = await vi.waitFor(() => {
    const line = it.logs.find((one) => one.includes(`token of ${executionArn}: `));
    expect(line).toBeDefined();
    return line!.split(": ").at(-1)!;
  });
  await states.send(new SendTaskSuccessCommand({ taskToken, output: '{"restored":true}' }));

  expect(await end(executionArn)).toMatchObject({ status: "SUCCEEDED", output: '{"restored":true}' });
  await expect(states.send(new SendTaskSuccessCommand({ taskToken, output: "{}" }))).rejects.toMatchObject({
    name: "TaskTimedOut",
  });
});

test("refuses what a standard machine, or the local cloud, doesn't do", async () => {
  // The SDK puts `sync-` before the host otherwise.
  const sync = new SFNClient({ ...it.client, disableHostPrefix: true });
  await expect(
    sync.send(new StartSyncExecutionCommand({ stateMachineArn: arnOf("scanning") })),
  ).rejects.toMatchObject({ name: "StateMachineTypeNotSupported" });
  await expect(
    states.send(
      new RedriveExecutionCommand({ executionArn: arnOf("scanning").replace("stateMachine", "execution") }),
    ),
  ).rejects.toMatchObject({ message: expect.stringContaining("RedriveExecution") });
  await expect(
    describe(`${arnOf("scanning").replace("stateMachine", "execution")}:none`),
  ).rejects.toMatchObject({
    name: "ExecutionDoesNotExist",
  });
});
