import { AwsError } from "../../../errors.ts";
import { type Branch, branchesOf } from "./branches.ts";
import { fieldsOf } from "./fields.ts";
import { fits } from "./fits.ts";

export interface EventPattern {
  matches(event: object): boolean;
}

/** https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-patterns-content-based-filtering.html */
const mostBranches = 1000;

/**
 * A rule's event pattern, checked once. It follows the dialect of EventBridge's own engine:
 * https://github.com/aws/event-ruler
 * Throws InvalidEventPatternException where AWS does.
 */
export function eventPattern(pattern: unknown): EventPattern {
  const branches = branchesOf(pattern, invalid);
  if (branches.length > mostBranches)
    throw invalid(`Rule is too complex: $or makes ${branches.length} rules`);
  return {
    matches(event) {
      const fields = fieldsOf(event);
      return branches.some((branch: Branch) => fits(branch, fields));
    },
  };
}

const invalid = (reason: string) =>
  new AwsError("InvalidEventPatternException", `Event pattern is not valid. Reason: ${reason}`);
