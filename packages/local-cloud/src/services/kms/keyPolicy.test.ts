import { describe, expect, it } from "vitest";
import { requireKeyPolicy } from "./keyPolicy.ts";
import { place } from "./testing.ts";

const arn = "arn:aws:kms:us-east-1:123456789012:key/k";
const put =
  (changes: object, bypassSafetyCheck = false) =>
  () =>
    requireKeyPolicy(
      {
        Version: "2012-10-17",
        Statement: [
          {
            Sid: "Enable IAM policies",
            Effect: "Allow",
            Principal: { AWS: "arn:aws:iam::123456789012:root" },
            Action: "kms:*",
            Resource: "*",
            ...changes,
          },
        ],
      },
      { arn, place, bypassSafetyCheck },
    );

describe("a key's policy", () => {
  it("is taken where it leaves the account its key", () => {
    expect(put({})).not.toThrow();
    expect(put({ Action: ["kms:Put*", "kms:Get*"] })).not.toThrow();
  });

  it.each([
    ["names only a role", { Principal: { AWS: "arn:aws:iam::123456789012:role/r" } }],
    ["leaves PutKeyPolicy out", { Action: "kms:Decrypt" }],
    ["denies the account", { Effect: "Deny" }],
  ])("is refused where nobody could change it again: it %s", (_, changes) => {
    const message = "The new key policy will not allow you to update the key policy in the future.";
    expect(put(changes)).toThrow(
      expect.objectContaining({
        code: "MalformedPolicyDocumentException",
        message: expect.stringContaining(message),
      }),
    );
    expect(put(changes, true)).not.toThrow();
  });

  it.each([
    [{ Principal: undefined }, "Missing required field Principal"],
    [{ Resource: undefined }, "Policy statement must contain resources"],
    [{ Sid: "x".repeat(32_768) }, "is larger than 32768 bytes"],
  ])("is refused where it is malformed: %j", (changes, message) => {
    expect(put(changes)).toThrow(message);
  });
});
