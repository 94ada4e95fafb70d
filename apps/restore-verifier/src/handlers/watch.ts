import { parse } from "../parse.ts";
import { services } from "../services.ts";
import { WatchEvent, watch } from "../watch.ts";

let made: ReturnType<typeof watch> | undefined;

export const handler = async (event: unknown) => {
  parse(WatchEvent, event, "The event");
  made ??= watch(services());
  return made();
};
