import { AwsError } from "../../../errors.ts";
import type { Execution } from "../execution.ts";
import type { Operation, StatesDeps } from "../operation.ts";
import { paged, pageOf, tokenAt } from "./paged.ts";

const included = { included: true };

const listed = (execution: Execution) => ({
  executionArn: execution.arn,
  stateMachineArn: execution.machineArn,
  name: execution.name,
  status: execution.status,
  startDate: execution.startDate,
  stopDate: execution.stopDate,
  mapRunArn: execution.mapRunArn,
  itemCount: execution.itemCount,
  redriveCount: 0,
});

async function find(arn: string, { executions, store }: StatesDeps): Promise<Execution> {
  return (await store.find(arn)) ?? executions.find(arn);
}

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_StartExecution.html */
export const startExecution: Operation = async ({ stateMachineArn, input = "{}", name }, { executions }) => {
  try {
    JSON.parse(input);
  } catch {
    throw new AwsError("InvalidExecutionInput", "Invalid State Machine Execution Input: it isn't JSON");
  }
  const { arn, startDate } = await executions.start(stateMachineArn, input, name);
  return { executionArn: arn, startDate };
};

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_StartSyncExecution.html */
export const startSyncExecution: Operation = () => {
  throw new AwsError(
    "StateMachineTypeNotSupported",
    "This operation is not supported by this type of state machine",
  );
};

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_DescribeExecution.html */
export const describeExecution: Operation = async ({ executionArn }, deps) => {
  const execution = await find(executionArn, deps);
  const { input, output, error, cause, status } = execution;
  return {
    ...listed(execution),
    input,
    inputDetails: included,
    output,
    outputDetails: output === undefined ? undefined : included,
    error,
    cause,
    redriveStatus: "NOT_REDRIVABLE",
    redriveStatusReason:
      status === "RUNNING"
        ? "Execution is RUNNING and cannot be redriven"
        : status === "SUCCEEDED"
          ? "Execution is SUCCEEDED and cannot be redriven"
          : "The local cloud doesn't redrive executions",
  };
};

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_ListExecutions.html */
export const listExecutions: Operation = async (input, { executions, store, machines }) => {
  const { stateMachineArn, mapRunArn, statusFilter, nextToken, maxResults } = input;
  if (!mapRunArn && !machines.has(stateMachineArn))
    throw new AwsError("StateMachineDoesNotExist", `State Machine Does Not Exist: '${stateMachineArn}'`);
  const found: Execution[] = mapRunArn
    ? await Array.fromAsync(store.children(mapRunArn))
    : executions.list(stateMachineArn);
  const wanted = found.filter(({ status }) => !statusFilter || status === statusFilter);
  const { items, ...rest } = paged(wanted, nextToken, maxResults);
  return { executions: items.map(listed), ...rest };
};

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_StopExecution.html */
export const stopExecution: Operation = async ({ executionArn, error, cause }, deps) => {
  await find(executionArn, deps);
  const { stopDate } = await deps.executions.abort(executionArn, error, cause);
  return { stopDate };
};

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_GetExecutionHistory.html */
export const getExecutionHistory: Operation = async (input, deps) => {
  const { executionArn, reverseOrder = false, nextToken, maxResults, includeExecutionData = true } = input;
  await find(executionArn, deps);
  const page = pageOf(nextToken, maxResults);
  const events = await deps.store.history(executionArn, {
    ...page,
    limit: page.limit + 1,
    reverse: reverseOrder,
  });
  return {
    events: events.slice(0, page.limit).map((event) => (includeExecutionData ? event : withoutData(event))),
    ...(events.length > page.limit && { nextToken: tokenAt(page.from + page.limit) }),
  };
};

/** What is the user's in an event. */
const data = new Set(["input", "output", "parameters", "cause", "error"]);

const withoutData = (event: object): object =>
  Object.fromEntries(
    Object.entries(event).map(([name, value]) => [
      name,
      name.endsWith("EventDetails")
        ? Object.fromEntries(Object.entries(value as object).filter(([member]) => !data.has(member)))
        : value,
    ]),
  );
