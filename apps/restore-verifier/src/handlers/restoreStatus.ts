import { parse } from "../parse.ts";
import { RestoreStatusEvent, restoreStatus } from "../restoreStatus.ts";
import { services } from "../services.ts";

export const handler = async (event: unknown) =>
  restoreStatus(services())(parse(RestoreStatusEvent, event, "The event"));
