import { FindTestEvent, findTest } from "../findTest.ts";
import { parse } from "../parse.ts";
import { services } from "../services.ts";

export const handler = async (event: unknown) =>
  findTest(services())(parse(FindTestEvent, event, "The event"));
