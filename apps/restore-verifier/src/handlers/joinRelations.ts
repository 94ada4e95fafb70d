import { JoinRelationsEvent, joinRelations } from "../joinRelations.ts";
import { parse } from "../parse.ts";
import { services } from "../services.ts";

export const handler = async (event: unknown) =>
  joinRelations(services())(parse(JoinRelationsEvent, event, "The event"));
