import { type Protocol, protocolOf } from "../../protocols.ts";
import type { Clock } from "../../service.ts";
import { type Claim, isoBasic } from "./claim.ts";
import { refusal } from "./faults.ts";

export interface Clocks {
  /** The cloud's clock: sessions expire by it. */
  clock: Clock;
  /** The machine's clock, which clients sign by until they have heard of the cloud's. */
  machineClock: Clock;
}

const MINUTE_MS = 60_000;
/**
 * How far from now a request's date may be: 5 minutes where AWS's refusal says "5 min.", else 15.
 * https://github.com/aws/aws-sdk-java/issues/1764, https://github.com/aws/aws-cli/issues/6676,
 * https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html (RequestTimeTooSkewed)
 */
const skewMinutes: Record<Protocol, number> = { json: 5, "rest-json": 5, query: 15, s3: 15 };
const WEEK_SECONDS = 604_800;

/** The date has to be right by one of the two clocks: the cloud's may be months ahead of the client's. */
export function checkDate(claim: Claim, service: string, { clock, machineClock }: Clocks): void {
  const isLink = claim.form === "query";
  if (isLink && protocolOf(service) === "s3") checkExpires(claim, service);
  const minutes = skewMinutes[protocolOf(service)];
  const skew = minutes * MINUTE_MS;
  const lasts = isLink && claim.expiresSeconds !== undefined ? claim.expiresSeconds * 1000 : skew;
  const signedAt = Date.parse(claim.at.replace(/^(....)(..)(..T..)(..)(..Z)$/, "$1-$2-$3:$4:$5"));
  const late = (now: number) => now - signedAt > lasts;
  const early = (now: number) => signedAt - now > skew;
  const clocks = [clock, machineClock].map((each) => each.now().getTime());
  // Not a date at all compares as neither late nor early.
  if (!Number.isNaN(signedAt) && clocks.some((now) => !late(now) && !early(now))) return;
  const now = clocks[0]!;
  const sentence = early(now)
    ? `Signature not yet current: ${claim.at} is still later than ${basic(now + skew)} (${basic(now)} + ${minutes} min.)`
    : `Signature expired: ${claim.at} is now earlier than ${basic(now - lasts)} (${basic(now)} - ${Math.ceil(lasts / MINUTE_MS)} min.)`;
  throw refusal(service, isLink && !early(now) ? "expired link" : "stale", {
    message: sentence,
    fields: { RequestTime: claim.at, ServerTime: new Date(now).toISOString() },
  });
}

const basic = (milliseconds: number) => isoBasic(new Date(milliseconds));

/** https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html */
function checkExpires({ expiresSeconds: seconds }: Claim, service: string): void {
  if (seconds === undefined || !Number.isInteger(seconds) || seconds < 0 || seconds > WEEK_SECONDS)
    throw refusal(service, "incomplete query");
}
