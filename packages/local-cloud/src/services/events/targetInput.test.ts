import { describe, expect, it } from "vitest";
import { requireTarget } from "./target.ts";
import { targetInput } from "./targetInput.ts";

const event = {
  version: "0",
  id: "7bf73129-1428-4cd3-a780-95db273d1602",
  "detail-type": "EC2 Instance State-change Notification",
  source: "aws.ec2",
  account: "123456789012",
  time: "2015-11-11T21:29:54Z",
  region: "us-east-1",
  resources: ["arn:aws:ec2:us-east-1:123456789012:instance/i-abcd1111", "arn:two"],
  detail: {
    "instance-id": "i-0123456789",
    state: "RUNNING",
    bytes: 7,
    valid: true,
    list: ["ACTIVE", "INACTIVE"],
    said: 'a "quote"',
    nested: [{ id: 1 }, { id: 2 }],
  },
};
const occasion = {
  event,
  ruleArn: "arn:aws:events:us-east-2:123456789012:rule/example",
  ruleName: "example",
  at: new Date("2026-11-22T05:00:00.123Z"),
};
const paths = {
  timestamp: "$.time",
  instance: "$.detail.instance-id",
  state: "$.detail.state",
  resource: "$.resources[0]",
  bytes: "$.detail.bytes",
  valid: "$.detail.valid",
  list: "$.detail.list",
  said: "$.detail.said",
  detail: "$.detail.nested[1]",
  ids: "$.detail.nested[*].id",
  nowhere: "$.detail.no.such",
};
const fill = (InputTemplate: string) =>
  targetInput({ transformer: { InputPathsMap: paths, InputTemplate } }, occasion);

it("is the event, as it is", () => {
  expect(JSON.parse(targetInput({}, occasion))).toEqual(event);
});

it("is a constant in place of the event", () => {
  expect(targetInput({ input: '{"tables":[]}' }, occasion)).toBe('{"tables":[]}');
});

it.each([
  ["$", event],
  ["$.detail", event.detail],
  ["$.detail.state", "RUNNING"],
  ["$.resources[1]", "arn:two"],
  ["$.detail.nested[*].id", [1, 2]],
  ["$.detail['instance-id']", "i-0123456789"],
  ["$.detail.no.such", null],
])("is what stands at %s of the event", (path, expected) => {
  expect(JSON.parse(targetInput({ path }, occasion))).toEqual(expected);
});

// https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-transform-target-input.html#eb-transform-input-examples
// What it leaves open was seen in AWS: the recorded answers of LocalStack's test_events_inputs.py.
describe("a template", () => {
  it.each([
    ["a text", '"instance <instance> is in <state>"', '"instance i-0123456789 is in RUNNING"'],
    [
      "a text with quotes of its own",
      '"instance \\"<instance>\\" is in <state>"',
      '"instance \\"i-0123456789\\" is in RUNNING"',
    ],
    ["a text with a list and an object", '"<list> and <detail>"', '"[ACTIVE,INACTIVE] and {id:2}"'],
    ["a text with a number and a boolean", '"<bytes> <valid>"', '"7 true"'],
    ["a text with a path that leads nowhere", '"<nowhere>!"', '"!"'],
    ["texts in lines", '"<state>"\n"<bytes> bytes"', '"RUNNING"\n"7 bytes"'],
    ["a text with reserved variables", '"<aws.events.rule-name> triggered"', '"example triggered"'],
    ["a text whose value isn't escaped", '"<said>"', '"a "quote""'],
  ])("makes %s", (_, template, expected) => {
    expect(fill(template)).toBe(expected);
  });

  it.each<[string, string, unknown]>([
    [
      "of variables without quotes",
      '{"instance" : <instance>, "state": [ 9, <state>, true ], "Transformed" : "Yes"}',
      { instance: "i-0123456789", state: [9, "RUNNING", true], Transformed: "Yes" },
    ],
    [
      "of texts around variables",
      '{"instance": <instance>, "instanceStatus": "instance \\"<instance>\\" is in <state>"}',
      { instance: "i-0123456789", instanceStatus: 'instance "i-0123456789" is in RUNNING' },
    ],
    [
      "of numbers, lists and objects",
      '{"bytes": <bytes>, "valid": <valid>, "list": <list>, "detail": <detail>, "ids": <ids>}',
      { bytes: 7, valid: true, list: ["ACTIVE", "INACTIVE"], detail: { id: 2 }, ids: [1, 2] },
    ],
    ["of a path that leads nowhere", '{"a": <nowhere>, "b": "<nowhere>"}', { a: "", b: "" }],
    ["of a text with quotes", '{"said": <said>}', { said: 'a "quote"' }],
    [
      "of reserved variables",
      '{"ruleArn": <aws.events.rule-arn>, "at": <aws.events.event.ingestion-time>, "originalEvent": <aws.events.event.json>}',
      { ruleArn: occasion.ruleArn, at: "2026-11-22T05:00:00.123Z", originalEvent: event },
    ],
  ])("makes JSON %s", (_, template, expected) => {
    expect(JSON.parse(fill(template))).toEqual(expected);
  });

  it("has the event without its detail, and another spelling of detail-type", () => {
    const { detail, "detail-type": detailType, ...rest } = event;
    expect(JSON.parse(fill('{"event": <aws.events.event>}'))).toEqual({ event: { ...rest, detailType } });
  });

  it.each(['{"list": "<list>"}', '{"detail": "<detail>"}', '{"said": "<said>"}', '{"a": x<state>}'])(
    "delivers nothing where it fills to what isn't JSON: %s",
    (template) => {
      expect(() => fill(template)).toThrow("nothing is delivered");
    },
  );
});

describe("a target", () => {
  const target = { Id: "t1", Arn: "arn:aws:lambda:us-east-1:123456789012:function:f" };
  it.each<[string, object, string]>([
    [
      "two of input, path and transformer",
      { InputPath: "$.detail", Input: "{}" },
      "Only one of Input, InputPath, or InputTransformer must be provided for target t1.",
    ],
    ["an input that isn't JSON", { Input: "{" }, "Input for target t1 is not a valid JSON text."],
    [
      "a variable that the template uses and no path defines",
      { InputTransformer: { InputPathsMap: paths, InputTemplate: '"<notdefinedkey>"' } },
      "InputTemplate for target t1 contains invalid placeholder notdefinedkey.",
    ],
    [
      "a reserved name",
      { InputTransformer: { InputPathsMap: { "aws.mine": "$.detail" }, InputTemplate: '"x"' } },
      'InputPathsMap for target t1 contains invalid key aws.mine: "AWS" is reserved.',
    ],
    [
      "more than 100 variables",
      {
        InputTransformer: {
          InputPathsMap: Object.fromEntries(Array.from({ length: 101 }, (_, n) => [`v${n}`, "$.id"])),
          InputTemplate: '"x"',
        },
      },
      "Member must have length less than or equal to 100",
    ],
  ])("is refused for %s", (_, properties, message) => {
    expect(() => requireTarget({ ...target, ...properties })).toThrow(message);
  });
});
