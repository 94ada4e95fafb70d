import { parse } from "../parse.ts";
import { services } from "../services.ts";
import { StartRestoreEvent, startRestore } from "../startRestore.ts";

export const handler = async (event: unknown) =>
  startRestore(services())(parse(StartRestoreEvent, event, "The event"));
