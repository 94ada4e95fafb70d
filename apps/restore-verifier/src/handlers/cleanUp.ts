import { CleanUpEvent, cleanUp } from "../cleanUp.ts";
import { parse } from "../parse.ts";
import { services } from "../services.ts";

export const handler = async (event: unknown) => cleanUp(services())(parse(CleanUpEvent, event, "The event"));
