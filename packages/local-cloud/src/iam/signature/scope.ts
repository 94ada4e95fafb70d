import { AwsError } from "../../errors.ts";
import { protocolOf } from "../../protocols.ts";
import type { Place } from "../../service.ts";
import type { Claim } from "./claim.ts";
import { refusal } from "./faults.ts";
import type { RawRequest } from "./rawRequest.ts";

/** Whether the signature is for this place, this service and the day it was made on, and covers what it must. */
export function checkScope(request: RawRequest, claim: Claim, service: string, place: Place): void {
  const checkOne = protocolOf(service) === "s3" ? checkScopeOfS3 : checkUsualScope;
  checkOne(request, claim, service, place);
}

function checkUsualScope(_: RawRequest, claim: Claim, service: string, place: Place): void {
  if (!claim.signedHeaders.includes("host"))
    throw refusal(service, "wrong scope", {
      message: "'Host' must be a 'SignedHeader' in the AWS Authorization.",
    });
  const { scope, at } = claim;
  const day = at.slice(0, 8);
  const wrong = [
    scope.region !== place.region && `Credential should be scoped to a valid region, not '${scope.region}'. `,
    scope.service !== service && `Credential should be scoped to correct service: '${service}'. `,
    scope.date !== day &&
      `Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: '${scope.date}' != '${day}', from '${at}'. `,
  ].filter((sentence) => sentence !== false);
  if (wrong.length > 0) throw refusal(service, "wrong scope", { message: wrong.join("").trimEnd() });
}

/** https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html */
function checkScopeOfS3(
  { headers }: RawRequest,
  { scope, at, signedHeaders }: Claim,
  service: string,
  { region }: Place,
): void {
  const day = at.slice(0, 8);
  const wrong = [
    scope.region !== region && `the region '${scope.region}' is wrong; expecting '${region}'`,
    scope.service !== service &&
      `incorrect service "${scope.service}". This endpoint belongs to "${service}".`,
    scope.date !== day &&
      `Invalid credential date "${scope.date}". This date is not the same as X-Amz-Date: "${day}".`,
  ].find((sentence) => sentence !== false);
  if (wrong !== undefined)
    throw refusal(service, "wrong scope", {
      message: `The authorization header is malformed; ${wrong}`,
      fields: { Region: region },
    });
  const names = ["host", ...headers.map(([name]) => name).filter((name) => name.startsWith("x-amz-"))];
  const missing = names.filter((name) => !signedHeaders.includes(name) && name !== "x-amz-content-sha256");
  if (missing.length > 0)
    throw new AwsError("AccessDenied", "There were headers present in the request which were not signed", {
      status: 403,
      fields: { HeadersNotSigned: [...new Set(missing)].join(", ") },
    });
}
