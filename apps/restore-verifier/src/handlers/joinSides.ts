import { JoinSidesEvent, joinSides } from "../joinSides.ts";
import { parse } from "../parse.ts";
import { services } from "../services.ts";

export const handler = async (event: unknown) =>
  joinSides(services())(parse(JoinSidesEvent, event, "The event"));
