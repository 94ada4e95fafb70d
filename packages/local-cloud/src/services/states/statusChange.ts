import type { CloudEvent } from "../../service.ts";
import type { Execution } from "./execution.ts";

/** https://docs.aws.amazon.com/step-functions/latest/dg/eventbridge-integration.html */
export function statusChange(execution: Execution): CloudEvent {
  const { arn, machineArn, name, status, startDate, stopDate, input, output, error, cause } = execution;
  const included = { included: true };
  return {
    source: "aws.states",
    "detail-type": "Step Functions Execution Status Change",
    resources: [arn],
    detail: {
      executionArn: arn,
      stateMachineArn: machineArn,
      name,
      status,
      startDate: Math.round(startDate * 1000),
      stopDate: stopDate === undefined ? null : Math.round(stopDate * 1000),
      input,
      inputDetails: included,
      output: output ?? null,
      outputDetails: output === undefined ? null : included,
      error: error ?? null,
      cause: cause ?? null,
      redriveCount: 0,
      redriveDate: null,
      redriveStatus: status === "RUNNING" || status === "SUCCEEDED" ? "NOT_REDRIVABLE" : "REDRIVABLE",
      redriveStatusReason: null,
      stateMachineVersionArn: null,
      stateMachineAliasArn: null,
    },
  };
}
