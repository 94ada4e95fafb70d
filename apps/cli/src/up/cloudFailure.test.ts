import { expect, it } from "vitest";
import { cloudFailure } from "./cloudFailure.ts";

const folder = { path: "/data", log: "/data/holdfast.log" };

it.each([
  new Error("/data/cloud/executions.json is damaged: it isn't JSON."),
  new SyntaxError("Unexpected end of JSON input"),
])("names --fresh, and what it costs, for damaged data: %s", (cause) => {
  expect(cloudFailure(cause, folder)).toMatchObject({
    message: `The local cloud can't start: ${cause.message}`,
    next: "--fresh starts over, and deletes the data in /data. The log: /data/holdfast.log",
  });
});

it.each([
  "No DynamoDB server answers at http://127.0.0.1:8000: start it, or leave out --dynamodb.",
  "Port 4600 is in use by another program: stop it, or choose another port.",
])("doesn't suggest to delete the data for another reason: %s", (message) => {
  expect(cloudFailure(new Error(message), folder).next).toBe("The log: /data/holdfast.log");
});
