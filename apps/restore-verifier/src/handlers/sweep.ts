import { parse } from "../parse.ts";
import { services } from "../services.ts";
import { SweepEvent, sweep } from "../sweep.ts";

export const handler = async (event: unknown) => sweep(services())(parse(SweepEvent, event, "The event"));
