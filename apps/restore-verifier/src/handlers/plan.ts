import { parse } from "../parse.ts";
import { PlanEvent, plan } from "../plan.ts";
import { services } from "../services.ts";

export const handler = async (event: unknown) => plan(services())(parse(PlanEvent, event, "The event"));
