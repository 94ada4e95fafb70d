import { AwsError } from "../../../errors.ts";
import type { Operation, StatesDeps } from "../operation.ts";

function waiting(token: string, { executions }: StatesDeps) {
  const found = executions.waiting(token);
  if (found) return found;
  throw new AwsError("TaskTimedOut", "Task Timed Out: 'Provided task does not exist anymore'");
}

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_SendTaskSuccess.html */
export const sendTaskSuccess: Operation = async ({ taskToken, output }, deps) => {
  let value: unknown;
  try {
    value = JSON.parse(output);
  } catch {
    throw new AwsError("InvalidOutput", "Invalid Output: it isn't JSON");
  }
  waiting(taskToken, deps).succeed(value as never);
  return {};
};

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_SendTaskFailure.html */
export const sendTaskFailure: Operation = async ({ taskToken, error = "", cause = "" }, deps) => {
  waiting(taskToken, deps).fail(error, cause);
  return {};
};

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_SendTaskHeartbeat.html */
export const sendTaskHeartbeat: Operation = async ({ taskToken }, deps) => {
  waiting(taskToken, deps).beat();
  return {};
};
