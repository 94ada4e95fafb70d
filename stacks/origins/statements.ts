import { PolicyStatement } from "aws-cdk-lib/aws-iam";
import { captureTrace, linesOf } from "./trace.ts";

/** A statement that the stacks made, and the lines that made it, the innermost first. */
export interface WrittenStatement {
  statement: PolicyStatement;
  at: string[];
}

/**
 * Notes where every policy statement is written, until `stop`. The CDK tells that of resources (CDK_DEBUG), and not of
 * the statements that it puts into them. The statements themselves are none the different for it.
 */
export function noteStatements(root: string): { statements: WrittenStatement[]; stop(): void } {
  const statements: WrittenStatement[] = [];
  const seen = new WeakSet<PolicyStatement>();
  const { addActions } = PolicyStatement.prototype;
  // A statement's constructor calls it, whether it is given actions or not.
  PolicyStatement.prototype.addActions = function (...actions) {
    if (!seen.has(this)) {
      seen.add(this);
      statements.push({ statement: this, at: linesOf(captureTrace(), root) });
    }
    addActions.apply(this, actions);
  };
  return {
    statements,
    stop() {
      PolicyStatement.prototype.addActions = addActions;
    },
  };
}
