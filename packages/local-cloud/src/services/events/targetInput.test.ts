import { expect, it } from "vitest";
import { targetInput } from "./targetInput.ts";

const event = {
  source: "aws.backup",
  detail: { state: "FAILED", statusMessage: 'Table "Item" is gone', bytes: 7 },
};

it("is the event, as it is", () => {
  expect(targetInput({}, event)).toBe(event);
});

it("is a constant in place of the event", () => {
  expect(targetInput({ input: '{"tables":[]}' }, event)).toEqual({ tables: [] });
});

it.each([
  ["$", event],
  ["$.detail", event.detail],
  ["$.detail.state", "FAILED"],
  ["$.detail.no.such", null],
])("is what stands at %s of the event", (path, expected) => {
  expect(targetInput({ path }, event)).toEqual(expected);
});

it.each([
  ['"it ended as <state>: <why>"', 'it ended as FAILED: Table "Item" is gone'],
  ['{"bytes": <bytes>, "state": "<state>"}', { bytes: 7, state: "FAILED" }],
  ["<state>, <nowhere> and <unknown>", "FAILED,  and <unknown>"],
])("is the template %s, filled from the event", (InputTemplate, expected) => {
  const InputPathsMap = {
    state: "$.detail.state",
    why: "$.detail.statusMessage",
    bytes: "$.detail.bytes",
    nowhere: "$.detail.no.such",
  };
  expect(targetInput({ transformer: { InputPathsMap, InputTemplate } }, event)).toEqual(expected);
});
