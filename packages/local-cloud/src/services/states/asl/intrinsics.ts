import type { Chance } from "../../../chance.ts";
import { StatesError } from "./errors.ts";
import { functions } from "./intrinsicFunctions.ts";
import type { Json } from "./json.ts";
import { type Scope, valueAt } from "./paths.ts";

const failure = (cause: string) => new StatesError("States.IntrinsicFailure", cause);

export const isIntrinsic = (text: string): boolean => /^States\.[A-Za-z0-9]+\s*\(/.test(text);

/**
 * The value of a call such as `States.Format('{} of {}', $.a, States.ArrayLength($.b))`.
 * https://docs.aws.amazon.com/step-functions/latest/dg/intrinsic-functions.html
 */
export function evaluateIntrinsic(text: string, scope: Scope, chance: Chance): Json {
  const reader = new Reader(text);
  const value = call(reader, scope, chance);
  if (!reader.isAtEnd()) throw failure(`${text}: nothing may follow the call.`);
  return value;
}

class Reader {
  readonly text: string;
  private at = 0;

  constructor(text: string) {
    this.text = text;
  }

  /** Takes what fits at this place, white space before it left out. */
  take(pattern: RegExp): string | undefined {
    const sticky = new RegExp(`\\s*(${pattern.source})`, "sy");
    sticky.lastIndex = this.at;
    const found = sticky.exec(this.text);
    if (!found) return undefined;
    this.at = sticky.lastIndex;
    return found[1];
  }

  isAtEnd(): boolean {
    return this.text.slice(this.at).trim() === "";
  }
}

function call(reader: Reader, scope: Scope, chance: Chance): Json {
  const name = reader.take(/States\.[A-Za-z0-9]+/);
  const run = name && functions[name.slice("States.".length)];
  if (!run) throw failure(`${reader.text}: ${name ?? "it"} is no intrinsic function.`);
  if (!reader.take(/\(/)) throw failure(`${reader.text}: ${name} has no arguments.`);
  const given: Json[] = [];
  while (!reader.take(/\)/)) {
    if (given.length > 0 && !reader.take(/,/)) throw failure(`${reader.text}: it doesn't end.`);
    given.push(argument(reader, scope, chance));
  }
  return run(given, chance, (why) => failure(`${reader.text}: ${why}`));
}

function argument(reader: Reader, scope: Scope, chance: Chance): Json {
  const quoted = reader.take(/'(?:[^'\\]|\\.)*'/);
  if (quoted !== undefined) return quoted.slice(1, -1).replace(/\\(.)/gs, "$1");
  const path = reader.take(/\$(?:[^,()[\]\s]|\[(?:'(?:[^'\\]|\\.)*'|[^\]])*\])*/);
  if (path !== undefined) return valueAt(path, scope);
  const literal = reader.take(/-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/);
  if (literal !== undefined) return JSON.parse(literal);
  return call(reader, scope, chance);
}
