import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { startTestCloud, type TestCloud } from "./testing.ts";

let it: TestCloud;

beforeAll(async () => {
  it = await startTestCloud({
    Alerts: {
      Resources: {
        Alerts: { Type: "AWS::SNS::Topic", Properties: { TopicName: "alerts" } },
        MayPublish: {
          Type: "AWS::SNS::TopicPolicy",
          Properties: {
            Topics: [{ Ref: "Alerts" }],
            PolicyDocument: {
              Statement: [
                {
                  Effect: "Allow",
                  Principal: { Service: "events.amazonaws.com" },
                  Action: "sns:Publish",
                  Resource: { Ref: "Alerts" },
                },
              ],
            },
          },
        },
        EveryMinute: {
          Type: "AWS::Events::Rule",
          Properties: {
            ScheduleExpression: "rate(1 minute)",
            Targets: [{ Id: "Alerts", Arn: "arn:aws:sns:us-east-1:123456789012:alerts", Input: '"<late>"' }],
          },
        },
      },
    },
  });
});
afterAll(() => it.stop());

test("shows what a topic would have been told, as JSON and in the inbox", async () => {
  await it.cloud.clock.advance(new Date(it.cloud.clock.now().getTime() + 61_000));
  const get = async (path: string) => (await fetch(`${it.cloud.endpoint}${path}`)).text();
  const told = await vi.waitFor(async () => {
    const found = JSON.parse(await get("/_holdfast/topics"));
    expect(found).not.toEqual([]);
    return found;
  });

  expect(told[0]).toEqual({
    at: expect.any(String),
    arn: "arn:aws:sns:us-east-1:123456789012:alerts",
    message: '"<late>"',
  });
  expect(await get("/_holdfast/inbox")).toContain("&#60;late&#62;");
  expect(it.logs.join("\n")).toContain(
    'sns: arn:aws:sns:us-east-1:123456789012:alerts would be told: "<late>"',
  );
});
