import { type Command, InvalidArgumentError } from "commander";
import type { Where, World } from "../world.ts";

export interface Context {
  world: World;
  /** Sets the exit code. */
  end(code: number): void;
}

export interface SharedOptions extends Where {
  json?: boolean;
}

export const examples = (lines: string[]): string =>
  `\nExamples:\n${lines.map((line) => `  holdfast ${line}`).join("\n")}`;

export const collect = (value: string, previous: string[] = []): string[] => [...previous, value];

export const tableOption = (command: Command): Command =>
  command.option(
    "--table <name>",
    "a model or its table; can be given several times (default: all)",
    collect,
  );

export const wholeNumber = (lowest: number, highest: number) => (value: string) => {
  const number = Number(value);
  if (value.trim() === "" || !Number.isInteger(number) || number < lowest || number > highest) {
    throw new InvalidArgumentError(`It has to be a whole number from ${lowest} to ${highest}.`);
  }
  return number;
};

export function httpUrl(value: string): string {
  if (!/^https?:$/.test(URL.parse(value)?.protocol ?? "")) {
    throw new InvalidArgumentError("It has to be a URL such as http://127.0.0.1:8000.");
  }
  return value;
}
