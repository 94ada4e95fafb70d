import { parse } from "../parse.ts";
import { services } from "../services.ts";
import { StartTestedEvent, startTested } from "../startTested.ts";

export const handler = async (event: unknown) =>
  startTested(services())(parse(StartTestedEvent, event, "The event"));
