import { parse } from "../parse.ts";
import { services } from "../services.ts";
import { WatchEvent, watch } from "../watch.ts";

export const handler = async (event: unknown) => {
  parse(WatchEvent, event, "The event");
  return watch(services())();
};
