import type { Call } from "./operation.ts";

/** Condition keys that are a header's or query parameter's value. */
const fromHeaders = [
  "x-amz-acl",
  "x-amz-content-sha256",
  "x-amz-copy-source",
  "x-amz-metadata-directive",
  "x-amz-server-side-encryption",
  "x-amz-server-side-encryption-aws-kms-key-id",
  "x-amz-storage-class",
  "if-match",
  "if-none-match",
];
const fromQuery = {
  prefix: "prefix",
  delimiter: "delimiter",
  "max-keys": "max-keys",
  versionid: "versionId",
};

/** https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazons3.html#amazons3-policy-keys */
export function conditionKeys(call: Call): Record<string, string> {
  const keys: Record<string, string | undefined> = {
    "s3:signatureversion": "AWS4-HMAC-SHA256",
    "s3:authType": call.query("X-Amz-Signature") === undefined ? "REST-HEADER" : "REST-QUERY-STRING",
    // As with aws:SecureTransport: the one local port stands for AWS's endpoints.
    "s3:TlsVersion": "1.3",
    "s3:ResourceAccount": call.place.accountId,
    "s3:object-lock-mode": call.header("x-amz-object-lock-mode"),
    "s3:object-lock-legal-hold": call.header("x-amz-object-lock-legal-hold"),
    "s3:object-lock-retain-until-date": call.header("x-amz-object-lock-retain-until-date"),
    "s3:object-lock-remaining-retention-days": daysUntil(
      call,
      call.header("x-amz-object-lock-retain-until-date"),
    ),
  };
  for (const name of fromHeaders) keys[`s3:${name}`] = call.header(name);
  for (const [name, parameter] of Object.entries(fromQuery)) keys[`s3:${name}`] = call.query(parameter);
  return Object.fromEntries(
    Object.entries(keys).filter((pair): pair is [string, string] => pair[1] !== undefined),
  );
}

function daysUntil({ clock }: Call, date: string | undefined): string | undefined {
  const until = Date.parse(date ?? "");
  if (Number.isNaN(until)) return undefined;
  return String(Math.ceil((until - clock.now().getTime()) / 86_400_000));
}
