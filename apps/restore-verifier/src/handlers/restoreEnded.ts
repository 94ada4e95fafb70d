import { parse } from "../parse.ts";
import { RestoreEndedEvent, restoreEnded } from "../restoreEnded.ts";
import { services } from "../services.ts";

export const handler = async (event: unknown) =>
  restoreEnded(services())(parse(RestoreEndedEvent, event, "The event"));
