import { parse } from "../parse.ts";
import { RecordDeletionEvent, recordDeletion } from "../recordDeletion.ts";
import { services } from "../services.ts";

export const handler = async (event: unknown) =>
  recordDeletion(services())(parse(RecordDeletionEvent, event, "The event"));
