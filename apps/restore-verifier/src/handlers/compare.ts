import { CompareEvent, compare } from "../compare.ts";
import { parse } from "../parse.ts";
import { services } from "../services.ts";

export const handler = async (event: unknown) => compare(services())(parse(CompareEvent, event, "The event"));
