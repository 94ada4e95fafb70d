import { AwsError, jsonError } from "../../errors.ts";
import { requiredPermissions } from "../../iam/actions/registry.ts";
import type { Authorize, Place, Service } from "../../service.ts";
import type { Execution, Executions } from "./executions.ts";
import type { Machine } from "./machines.ts";

interface StatesDeps {
  executions: Executions;
  machines: Map<string, Machine>;
  authorize: Authorize;
  place: Place;
}

type Operation = (input: Record<string, any>, deps: StatesDeps) => unknown;

const described = (execution: Execution) => ({
  executionArn: execution.arn,
  stateMachineArn: execution.machineArn,
  name: execution.name,
  status: execution.status,
  startDate: execution.startDate,
  stopDate: execution.stopDate,
});

const operations: Record<string, Operation> = {
  StartExecution({ stateMachineArn, input = "{}", name }, { executions }) {
    try {
      JSON.parse(input);
    } catch {
      throw new AwsError("InvalidExecutionInput", "Invalid State Machine Execution Input: it isn't JSON");
    }
    const { arn, startDate } = executions.start(stateMachineArn, input, name);
    return { executionArn: arn, startDate };
  },
  DescribeExecution({ executionArn }, { executions }) {
    const execution = executions.find(executionArn);
    const { input, output, error, cause } = execution;
    return { ...described(execution), input, output, error, cause };
  },
  ListExecutions({ stateMachineArn, statusFilter }, { executions }) {
    const found = executions
      .list(stateMachineArn)
      .filter(({ status }) => !statusFilter || status === statusFilter);
    return { executions: found.map(described) };
  },
  StopExecution({ executionArn, error, cause }, { executions }) {
    executions.abort(executionArn, error, cause);
    return { stopDate: executions.find(executionArn).stopDate };
  },
  ListStateMachines: (_, { machines }) => ({
    stateMachines: [...machines.values()].map(({ arn, name, type }) => ({
      stateMachineArn: arn,
      name,
      type,
    })),
  }),
  DescribeStateMachine({ stateMachineArn }, { machines }) {
    const machine = machines.get(stateMachineArn);
    if (!machine)
      throw new AwsError("StateMachineDoesNotExist", `State Machine Does Not Exist: '${stateMachineArn}'`);
    return {
      stateMachineArn,
      name: machine.name,
      type: machine.type,
      roleArn: machine.roleArn,
      status: "ACTIVE",
      definition: JSON.stringify(machine.definition),
    };
  },
};

/** Step Functions, as far as running a machine and asking how it went. */
export function createStates(deps: StatesDeps): Service {
  return {
    formatError: jsonError,
    async handle(request, caller) {
      const name = request.headers["x-amz-target"]?.split(".")[1] ?? "";
      const input = JSON.parse(request.body.toString("utf8") || "{}");
      for (const { action, resource } of requiredPermissions("states", name, input, deps.place)) {
        deps.authorize(caller, action, resource);
      }
      const operation = operations[name];
      if (!operation)
        throw new AwsError("UnknownOperationException", `The local Step Functions has no operation ${name}`);
      return {
        status: 200,
        headers: { "content-type": "application/x-amz-json-1.0" },
        body: JSON.stringify(operation(input, deps)),
      };
    },
  };
}
