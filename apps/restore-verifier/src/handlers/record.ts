import { parse } from "../parse.ts";
import { RecordEvent, record } from "../record.ts";
import { services } from "../services.ts";

export const handler = async (event: unknown) => record(services())(parse(RecordEvent, event, "The event"));
