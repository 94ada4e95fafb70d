import { AwsError } from "../../../errors.ts";
import type { Status } from "../execution.ts";
import type { Operation } from "../operation.ts";
import { paged } from "./paged.ts";

const counted: Record<Status, string> = {
  RUNNING: "running",
  SUCCEEDED: "succeeded",
  FAILED: "failed",
  TIMED_OUT: "timedOut",
  ABORTED: "aborted",
};

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_DescribeMapRun.html */
export const describeMapRun: Operation = async ({ mapRunArn }, { store }) => {
  const run = await store.mapRun(mapRunArn);
  if (!run) throw new AwsError("ResourceNotFound", `Resource not found: '${mapRunArn}'`);
  const none = Object.fromEntries(Object.values(counted).map((name) => [name, 0]));
  const [executions, items]: Record<string, number>[] = [
    { ...none, pending: run.executions, total: run.executions },
    { ...none, pending: run.items, total: run.items },
  ];
  for await (const { status, itemCount = 0 } of store.children(mapRunArn)) {
    const name = counted[status];
    executions![name]!++;
    executions!.pending!--;
    items![name]! += itemCount;
    items!.pending! -= itemCount;
  }
  const written = (counts: Record<string, number>) => ({
    ...counts,
    resultsWritten: run.status === "SUCCEEDED" ? counts.succeeded : 0,
  });
  return {
    mapRunArn,
    executionArn: run.executionArn,
    status: run.status,
    startDate: run.startDate,
    stopDate: run.stopDate,
    maxConcurrency: run.maxConcurrency,
    toleratedFailurePercentage: run.toleratedFailurePercentage,
    toleratedFailureCount: run.toleratedFailureCount,
    itemCounts: written(items!),
    executionCounts: written(executions!),
    redriveCount: 0,
  };
};

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_ListMapRuns.html */
export const listMapRuns: Operation = async ({ executionArn, nextToken, maxResults }, deps) => {
  deps.executions.find(executionArn);
  const { items, ...rest } = paged(await deps.store.mapRuns(executionArn), nextToken, maxResults);
  return {
    mapRuns: items.map(({ arn, machineArn, startDate, stopDate }) => ({
      executionArn,
      mapRunArn: arn,
      stateMachineArn: machineArn,
      startDate,
      stopDate,
    })),
    ...rest,
  };
};
