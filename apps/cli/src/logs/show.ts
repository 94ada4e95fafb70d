import type { Paint } from "../report.ts";
import { isDenied, isFailed, type LogLine } from "./line.ts";

type Colour = Parameters<Paint>[0];

const colours: Colour[] = [
  "cyan",
  "magenta",
  "blue",
  "green",
  "cyanBright",
  "magentaBright",
  "blueBright",
  "greenBright",
];

/** Those that are often seen together, so that each has a colour of its own. */
const services = ["backup", "dynamodb", "lambda", "states", "events", "appsync", "kms", "cognito-idp"];

const colourOf = (service: string): Colour => {
  const known = services.indexOf(service);
  return colours[(known >= 0 ? known : service.length) % colours.length]!;
};

const nameColumn = 14;

/** One line for a person: when, which service, what. */
export function showLine(line: LogLine, paint: Paint): string {
  const { at, cloudAt, service } = line;
  const time = clockTime(new Date(at));
  const [first, ...others] = words(line).split("\n");
  const text = [first, ...others.map((one) => " ".repeat(time.length + nameColumn + 2) + one)].join("\n");
  const advanced = cloudAt
    ? paint("dim", ` (the clock shows ${cloudAt.slice(0, 19).replace("T", " ")})`)
    : "";
  return `${paint("dim", time)} ${paint(colourOf(service), service.padEnd(nameColumn))} ${mark(line, text!, paint)}${advanced}`;
}

function mark(line: LogLine, text: string, paint: Paint): string {
  if (isDenied(line)) return paint(["bold", "red"], `DENIED ${text}`);
  return isFailed(line) ? paint("yellow", text) : text;
}

function words({ call, message }: LogLine): string {
  if (!call) return message;
  const { operation, status, caller, error } = call;
  // The whole ARN is in --json.
  const who = caller && caller !== "*" ? ` by ${caller.split(":").at(-1)}` : "";
  return `${operation} ${status}${who}${error ? `: ${error}` : ""}`;
}

const two = (number: number, digits = 2) => String(number).padStart(digits, "0");

const clockTime = (at: Date): string =>
  `${two(at.getHours())}:${two(at.getMinutes())}:${two(at.getSeconds())}.${two(at.getMilliseconds(), 3)}`;
