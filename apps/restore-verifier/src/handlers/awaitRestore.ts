import { AwaitRestoreEvent, awaitRestore } from "../awaitRestore.ts";
import { parse } from "../parse.ts";
import { services } from "../services.ts";

export const handler = async (event: unknown) =>
  awaitRestore(services())(parse(AwaitRestoreEvent, event, "The event"));
