import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createIam } from "../src/iam/iam.ts";
import { createSignatures } from "../src/iam/signature/signatures.ts";
import { sign } from "../src/iam/signature/testing.ts";
import { median, promise, row } from "./figures.ts";

const place = { accountId: "123456789012", region: "us-east-1", partition: "aws" } as const;
const clock = { now: () => new Date() };
const calls = 20_000;
const limitMs = 0.3;

const dataDir = mkdtempSync(join(tmpdir(), "holdfast-bench-"));
const iam = createIam({ dataDir, place, clock, resourcePolicy: () => undefined, log: () => {} });
const table = (name: string) => `arn:aws:dynamodb:us-east-1:123456789012:table/${name}`;
const statement = (Action: string[], Resource: string[]) => ({ Effect: "Allow", Action, Resource });

await iam.resources["AWS::IAM::Role"]!({
  stackName: "app",
  logicalId: "Role",
  type: "AWS::IAM::Role",
  physicalId: "role",
  properties: {
    AssumeRolePolicyDocument: {
      Statement: [
        { Effect: "Allow", Principal: { Service: "lambda.amazonaws.com" }, Action: "sts:AssumeRole" },
      ],
    },
    Policies: [
      {
        PolicyName: "Calls",
        PolicyDocument: {
          Version: "2012-10-17",
          Statement: [
            statement(["logs:CreateLogStream", "logs:PutLogEvents"], ["*"]),
            statement(
              ["dynamodb:DescribeTable"],
              [1, 2, 3, 4].map((n) => table(`Live-${n}`)),
            ),
            statement(["dynamodb:BatchGetItem", "dynamodb:Scan"], [table("Live-*"), table("restored_*")]),
          ],
        },
      },
    ],
  },
});
const session = iam.sessionFor(`arn:aws:iam::123456789012:role/role`, "bench");
const { principal } = iam.find(session.accessKeyId)!;
const signatures = createSignatures({ place, clock, machineClock: clock, find: iam.find });
const body = JSON.stringify({ TableName: "restored_1", Segment: 0, TotalSegments: 4 });
const request = sign(body, {
  ...session,
  token: session.sessionToken,
  service: "dynamodb",
  at: clock.now().toISOString(),
  headers: [["x-amz-target", "DynamoDB_20120810.Scan"]],
});

/** The median of one call, in milliseconds. */
function each(call: (index: number) => void): number {
  return median(
    Array.from({ length: calls }, (_, index) => {
      const begin = performance.now();
      call(index);
      return performance.now() - begin;
    }),
  );
}

const decided = each((index) => iam.authorize(principal, "dynamodb:Scan", table(`restored_${index % 100}`)));
const checked = each(() => signatures.callerOf(request, "dynamodb", body));
iam.stop();
rmSync(dataDir, { recursive: true });

row(`${calls} calls, the median in ms: decision`, decided.toFixed(4));
row("signature", checked.toFixed(4));
promise(
  `a call's authorization, its signature included, takes under ${limitMs} ms`,
  decided + checked < limitMs,
  `${(decided + checked).toFixed(4)} ms`,
);
