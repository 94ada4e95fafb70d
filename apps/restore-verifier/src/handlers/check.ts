import { CheckEvent, check } from "../check.ts";
import { parse } from "../parse.ts";
import { services } from "../services.ts";

export const handler = async (event: unknown) => check(services())(parse(CheckEvent, event, "The event"));
