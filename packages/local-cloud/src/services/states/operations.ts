import type { Operation } from "./operation.ts";
import {
  describeExecution,
  getExecutionHistory,
  listExecutions,
  startExecution,
  startSyncExecution,
  stopExecution,
} from "./operations/execution.ts";
import { describeMapRun, listMapRuns } from "./operations/mapRun.ts";
import {
  describeStateMachine,
  describeStateMachineForExecution,
  listStateMachines,
} from "./operations/stateMachine.ts";
import { sendTaskFailure, sendTaskHeartbeat, sendTaskSuccess } from "./operations/taskToken.ts";

export const operations: Record<string, Operation> = {
  DescribeExecution: describeExecution,
  DescribeMapRun: describeMapRun,
  DescribeStateMachine: describeStateMachine,
  DescribeStateMachineForExecution: describeStateMachineForExecution,
  GetExecutionHistory: getExecutionHistory,
  ListExecutions: listExecutions,
  ListMapRuns: listMapRuns,
  ListStateMachines: listStateMachines,
  SendTaskFailure: sendTaskFailure,
  SendTaskHeartbeat: sendTaskHeartbeat,
  SendTaskSuccess: sendTaskSuccess,
  StartExecution: startExecution,
  StartSyncExecution: startSyncExecution,
  StopExecution: stopExecution,
};
