import { parse } from "../parse.ts";
import { PickEvent, pick } from "../pick.ts";
import { services } from "../services.ts";

export const handler = async (event: unknown) => pick(services())(parse(PickEvent, event, "The event"));
