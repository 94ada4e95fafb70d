import { expect, it } from "vitest";
import { redact } from "./redact.ts";

it.each([
  ["token eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl.", "token [token]."],
  [
    "AWS4-HMAC-SHA256 Credential=AKIA/20260131/us-east-1/s3/aws4_request, SignedHeaders=host, Signature=0a1b2c",
    "AWS4-HMAC-SHA256 Credential=AKIA/20260131/us-east-1/s3/aws4_request, SignedHeaders=host, Signature=[signature]",
  ],
  [
    "GET /a?X-Amz-Security-Token=abc%2F&X-Amz-Signature=0a1b",
    "GET /a?X-Amz-Security-Token=[token]&X-Amz-Signature=[signature]",
  ],
  ["x-amz-security-token: abc/def==", "x-amz-security-token: [token]"],
  ['{"Password":"hunt\\"er2","Username":"ann"}', '{"Password":[secret],"Username":"ann"}'],
  [
    "AWS_SECRET_ACCESS_KEY=wJalr/K7 AWS_REGION=us-east-1",
    "AWS_SECRET_ACCESS_KEY=[secret] AWS_REGION=us-east-1",
  ],
  [
    "{ secretAccessKey: 'abc', sessionToken: 'def' }",
    "{ secretAccessKey: [secret], sessionToken: [secret] }",
  ],
  ['"AccessToken": "abc", "RefreshToken": "def"', '"AccessToken": [secret], "RefreshToken": [secret]'],
])("takes the secrets out of %s", (text, expected) => {
  expect(redact(text)).toBe(expected);
});

it.each([
  "PutItem 200 arn:aws:iam::123456789012:user/administrator",
  "id=cyclops is missing",
  "User: x is not authorized to perform: backup:StartBackupJob on resource: arn:aws:backup:us-east-1:1:vault",
])("leaves %s as it is", (text) => {
  expect(redact(text)).toBe(text);
});
