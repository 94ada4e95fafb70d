import { describe, expect, it } from "vitest";
import { requireBucketPolicy, requireNotPublic } from "./bucketPolicy.ts";

const put = (changes: object) => () =>
  requireBucketPolicy("evidence", {
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Deny",
        Principal: "*",
        Action: "s3:DeleteObject",
        Resource: "arn:aws:s3:::evidence/*",
        ...changes,
      },
    ],
  });

const bucket = "arn:aws:s3:::evidence";

describe("a bucket's policy", () => {
  it.each([
    [{}],
    [{ Action: "s3:*", Resource: [bucket, `${bucket}/*`] }],
    [{ Action: "s3:*", Resource: `${bucket}/*` }],
    [{ Action: ["s3:ListBucket", "s3:GetObject"], Resource: `${bucket}*` }],
    [{ Action: "s3:GetBucketObjectLockConfiguration", Resource: bucket }],
    [{ Action: "s3:ListMultipartUploadParts", Resource: `${bucket}/runs/*` }],
    [{ Action: "s3:Get*", Resource: bucket }],
  ])("takes %j", (changes) => {
    expect(put(changes)).not.toThrow();
  });

  it.each([
    [{ Principal: undefined }, "Missing required field Principal"],
    [{ Resource: "arn:aws:s3:::other/*" }, "Policy has invalid resource"],
    [{ Resource: "arn:aws:dynamodb:us-east-1:123456789012:table/t" }, "Policy has invalid resource"],
    [{ Action: "dynamodb:GetItem" }, "Policy has invalid action"],
    [{ Resource: bucket }, "Action does not apply to any resource(s) in statement"],
    [{ Action: "s3:ListBucket" }, "Action does not apply to any resource(s) in statement"],
    [{ Principal: { AWS: "evidence" } }, 'Invalid principal in policy: "AWS":"evidence"'],
    [{ Sid: "x".repeat(20_480) }, "is larger than 20480 bytes"],
  ])("refuses %j in S3's words", (changes, message) => {
    expect(put(changes)).toThrow(
      expect.objectContaining({
        code: "MalformedPolicy",
        status: 400,
        message: expect.stringContaining(message),
      }),
    );
  });
});

describe("a bucket that blocks public policies", () => {
  const putOn = (statement: object) => () =>
    requireNotPublic(
      { id: "evidence", arn: bucket },
      { Statement: { Effect: "Allow", Action: "s3:GetObject", Resource: `${bucket}/*`, ...statement } },
    );

  it("refuses one that lets everybody in", () => {
    for (const Principal of ["*", { AWS: "*" }])
      expect(putOn({ Principal })).toThrow(
        expect.objectContaining({
          code: "AccessDenied",
          status: 403,
          message: expect.stringContaining(
            "because public policies are prevented by the BlockPublicPolicy setting in S3 Block Public Access",
          ),
        }),
      );
  });

  it("takes one that denies everybody, lets an account in, or lets in under a condition", () => {
    expect(putOn({ Principal: "*", Effect: "Deny" })).not.toThrow();
    expect(putOn({ Principal: { AWS: "123456789012" } })).not.toThrow();
    const Condition = { StringEquals: { "aws:PrincipalAccount": "123456789012" } };
    expect(putOn({ Principal: "*", Condition })).not.toThrow();
  });
});
