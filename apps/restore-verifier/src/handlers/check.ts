import { CheckTablesEvent, checkTables } from "../checkTables.ts";
import { parse } from "../parse.ts";
import { services } from "../services.ts";

export const handler = async (event: unknown) =>
  checkTables(services())(parse(CheckTablesEvent, event, "The event"));
