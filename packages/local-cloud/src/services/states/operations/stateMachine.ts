import { AwsError } from "../../../errors.ts";
import type { Machine } from "../machines.ts";
import type { Operation, StatesDeps } from "../operation.ts";
import { paged } from "./paged.ts";

function find(arn: string, { machines }: StatesDeps): Machine {
  const machine = machines.get(arn);
  if (machine) return machine;
  throw new AwsError("StateMachineDoesNotExist", `State Machine Does Not Exist: '${arn}'`);
}

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_ListStateMachines.html */
export const listStateMachines: Operation = async ({ nextToken, maxResults }, { machines, startedAt }) => {
  const { items, ...rest } = paged([...machines.values()], nextToken, maxResults);
  return {
    stateMachines: items.map(({ arn, name, type }) => ({
      stateMachineArn: arn,
      name,
      type,
      creationDate: startedAt.getTime() / 1000,
    })),
    ...rest,
  };
};

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_DescribeStateMachine.html */
export const describeStateMachine: Operation = async ({ stateMachineArn }, deps) => {
  const { name, type, roleArn, definition } = find(stateMachineArn, deps);
  return {
    stateMachineArn,
    name,
    type,
    roleArn,
    status: "ACTIVE",
    definition: JSON.stringify(definition),
    creationDate: deps.startedAt.getTime() / 1000,
  };
};

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_DescribeStateMachineForExecution.html */
export const describeStateMachineForExecution: Operation = async ({ executionArn }, deps) => {
  const execution = (await deps.store.find(executionArn)) ?? deps.executions.find(executionArn);
  const revision = await deps.store.revision(execution.revision);
  return {
    stateMachineArn: execution.machineArn,
    name: execution.machineArn.split(":").at(-1),
    definition: JSON.stringify(revision?.definition),
    roleArn: revision?.roleArn,
    updateDate: deps.startedAt.getTime() / 1000,
    mapRunArn: execution.mapRunArn,
    revisionId: execution.revision.slice(0, 32),
  };
};
