import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { createIam, type Iam, type IamOptions } from "./iam.ts";
import type { PolicyDocument } from "./policy.ts";

export const place = { accountId: "123456789012", region: "us-east-1", partition: "aws" } as const;
export const roleArn = (name: string) => `arn:aws:iam::123456789012:role/${name}`;

export interface TestIam {
  iam: Iam;
  log: string[];
  /** Set what the policies on resources say. */
  resourcePolicies: Map<string, PolicyDocument>;
  role(name: string, properties?: Record<string, unknown>): Promise<void>;
}

/** An account of its own, in a folder of its own, with a clock that stands still. */
export function testIam(options: Partial<IamOptions> = {}): TestIam {
  const dataDir = mkdtempSync(join(tmpdir(), "iam-"));
  onTestFinished(() => rmSync(dataDir, { recursive: true }));
  const log: string[] = [];
  const resourcePolicies = new Map<string, PolicyDocument>();
  const iam = createIam({
    dataDir,
    place,
    clock: { now: () => new Date("2026-11-22T12:00:00Z") },
    resourcePolicy: (arn) => resourcePolicies.get(arn),
    log: (message) => log.push(message),
    ...options,
  });
  return {
    iam,
    log,
    resourcePolicies,
    async role(name, properties = {}) {
      await iam.resources["AWS::IAM::Role"]!({
        logicalId: name,
        stackName: "app",
        type: "AWS::IAM::Role",
        physicalId: name,
        properties: {
          AssumeRolePolicyDocument: trusting({ Service: "lambda.amazonaws.com" }),
          ...properties,
        },
      });
    },
  };
}

/** A trust policy for one principal. */
export const trusting = (Principal: unknown, Condition: object = {}) => ({
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Principal, Action: "sts:AssumeRole", Condition }],
});

/** An inline policy of one statement. */
export const inline = (Action: string | string[], Resource: string, more: object = {}) => ({
  Policies: [
    {
      PolicyName: "inline",
      PolicyDocument: { Version: "2012-10-17", Statement: [{ Effect: "Allow", Action, Resource, ...more }] },
    },
  ],
});
