import { JoinRelationEvent, joinRelation } from "../joinRelation.ts";
import { parse } from "../parse.ts";
import { services } from "../services.ts";

export const handler = async (event: unknown) =>
  joinRelation(services())(parse(JoinRelationEvent, event, "The event"));
