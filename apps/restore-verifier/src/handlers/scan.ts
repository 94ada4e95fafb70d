import { parse } from "../parse.ts";
import { ScanEvent, scan } from "../scan.ts";
import { services } from "../services.ts";

export const handler = async (event: unknown, context?: { getRemainingTimeInMillis(): number }) =>
  scan(
    services(),
    () => (context?.getRemainingTimeInMillis() ?? Number.POSITIVE_INFINITY) / 1000,
  )(parse(ScanEvent, event, "The event"));
