import { App, RemovalPolicy, Stack } from "aws-cdk-lib";
import { Template } from "aws-cdk-lib/assertions";
import { definePolicy } from "../define-policy.ts";
import type { PolicyInput } from "../schema.ts";
import { policyInput } from "../testing.ts";
import { type ApplyPolicyOptions, applyPolicy } from "./apply-policy.ts";

export const ACCOUNT = "123456789012";

export function testStack(region = "us-east-1"): Stack {
  const app = new App({ analyticsReporting: false });
  return new Stack(app, "Backup", { env: { account: ACCOUNT, region } });
}

/** The template of a policy, applied; a test names only what matters to it. */
export function template(
  changes: Partial<PolicyInput> = {},
  options: Partial<ApplyPolicyOptions> = {},
): Template {
  const stack = testStack();
  applyPolicy(stack, definePolicy(policyInput(changes)), {
    stage: "test",
    removalPolicy: RemovalPolicy.RETAIN,
    restorePrefix: "awsbackup-restore-test-mine-",
    ...options,
  });
  return Template.fromStack(stack);
}

/** The policy's vault, with what a test is about. */
export const vault = (changes: Partial<PolicyInput["vault"]> = {}): PolicyInput["vault"] => ({
  name: "holdfast",
  backupAdmin: { principals: ["account"] },
  ...changes,
});

export interface Statement {
  Sid?: string;
  Effect: string;
  Action: string | string[];
  Resource: unknown;
  Principal?: unknown;
  Condition?: Record<string, Record<string, unknown>>;
}

/** The statements of the role whose logical id starts so. */
export function statements(of: Template, role: string): Statement[] {
  const found = Object.entries(of.findResources("AWS::IAM::Role")).find(([id]) => id.startsWith(role));
  return found![1].Properties.Policies.flatMap(
    (policy: { PolicyDocument: { Statement: Statement[] } }) => policy.PolicyDocument.Statement,
  );
}

export const actionsOf = (of: Template, role: string): string[] =>
  statements(of, role).flatMap(({ Action }) => Action);

/** The ARN that a Fn::Join makes, in the partition aws. */
export const arn = (rest: string) => ({ "Fn::Join": ["", ["arn:", { Ref: "AWS::Partition" }, rest]] });
