import type { Policy } from "../schema.ts";
import type { Section } from "./section.ts";

/** The weakenings that somebody answers for; no section when there are none. */
export function whatWasDecided({ acknowledged }: Policy): Section[] {
  if (acknowledged.length === 0) return [];
  return [
    {
      heading: "What was made weaker, and by whom",
      sentences: acknowledged.map(
        ({ weakening, by, on, why }) => `${weakening}: acknowledged by ${by} on ${on}. ${why}`,
      ),
    },
  ];
}
