import { fitsAround } from "../../../wildcards.ts";
import type { Refuse } from "./values.ts";

/** AWS measures how many states its matcher could be in; a pattern of six wildcards is known to be refused. */
const mostWildcards = 5;

/**
 * `*` stands for any text, `\*` and `\\` for the character after the backslash.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html#eb-filtering-wildcard-matching
 */
export function wildcard(pattern: string, refuse: Refuse): (value: string) => boolean {
  const parts = [""];
  for (let at = 0; at < pattern.length; at++) {
    const character = pattern[at]!;
    if (character === "*") {
      // AWS counts from the quote before the text.
      if (pattern[at + 1] === "*") throw refuse(`Consecutive wildcard characters at pos ${at + 1}`);
      parts.push("");
    } else if (character === "\\") {
      const next = pattern[++at];
      if (next !== "*" && next !== "\\") throw refuse(`Invalid escape character at pos ${at}`);
      parts[parts.length - 1] += next;
    } else parts[parts.length - 1] += character;
  }
  if (parts.length - 1 > mostWildcards) {
    throw refuse(
      "Rule is too complex - try using fewer wildcard characters or fewer repeating character sequences after a wildcard character",
    );
  }
  return (value) => fitsAround(parts, value);
}
