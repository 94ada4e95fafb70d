import { expect, it } from "vitest";
import { CouldNotRun, explain, Interrupted } from "./errors.ts";

const named = (name: string, message: string, more = {}) =>
  Object.assign(new Error(message), { name, ...more });

it.each([
  [
    "nobody listens",
    named("Error", "connect", { code: "ECONNREFUSED" }),
    "Stage x can't be reached (ECONNREFUSED).",
  ],
  [
    "nobody listens on any of its addresses",
    new AggregateError([named("Error", "connect", { code: "ECONNREFUSED" })]),
    "Stage x can't be reached (ECONNREFUSED).",
  ],
  [
    "there are no credentials",
    named("CredentialsProviderError", "none"),
    "There are no AWS credentials to use.",
  ],
  ["no region is set", named("Error", "Region is missing"), "No AWS region is set."],
  [
    "the session is over",
    named("ExpiredTokenException", "expired"),
    "Stage x doesn't accept these credentials: expired",
  ],
  [
    "a permission is missing",
    named("AccessDeniedException", "not authorized to perform: backup:StartBackupJob"),
    "These credentials aren't allowed to do that: not authorized to perform: backup:StartBackupJob",
  ],
  [
    "a service refuses",
    named("LimitExceeded", "too many", { $metadata: {} }),
    "Stage x answered LimitExceeded: too many",
  ],
])("explains that %s", (_, error, message) => {
  expect(explain(error, "Stage x")).toMatchObject({ name: "CouldNotRun", message, cause: error });
});

it.each([new CouldNotRun("a"), new Interrupted("b"), new TypeError("c"), "d"])(
  "leaves %s as it is",
  (error) => {
    expect(explain(error, "Stage x")).toBe(error);
  },
);
