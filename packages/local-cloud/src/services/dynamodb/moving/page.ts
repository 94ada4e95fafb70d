import { joinLines } from "./lines.ts";

/** The answer to a Scan, its items as they came. */
export interface Page {
  /** The items' JSON, each on a line. */
  lines: Buffer;
  items: number;
  lastEvaluatedKey?: unknown;
}

const code = (character: string) => character.charCodeAt(0);
const quote = code('"');
const backslash = code("\\");
const open = [code("{"), code("[")];
const close = [code("}"), code("]")];
const comma = code(",");
const colon = code(":");
const newline = code("\n");
const blanks = [code(" "), code("\t"), code("\n"), code("\r")];

/**
 * Takes an answer apart without making objects of its items: they would cost most of the time and memory of a
 * snapshot. The body is written over. Throws when it isn't the answer to a Scan.
 */
export function readPage(body: Buffer): Page {
  let found: Pick<Page, "lines" | "items"> | undefined;
  let lastEvaluatedKey: unknown;
  let at = skipBlanks(body, 0);
  expect(body, at, "{");
  at = skipBlanks(body, at + 1);
  while (body[at] !== close[0]) {
    const nameEnd = endOfValue(body, at);
    const name: unknown = JSON.parse(body.toString("utf8", at, nameEnd));
    at = skipBlanks(body, nameEnd);
    expect(body, at, ":");
    at = skipBlanks(body, at + 1);
    const end = endOfValue(body, at);
    if (name === "Items") found = elements(body, at, end);
    if (name === "LastEvaluatedKey") lastEvaluatedKey = JSON.parse(body.toString("utf8", at, end));
    at = skipBlanks(body, end);
    if (body[at] === comma) at = skipBlanks(body, at + 1);
    else if (body[at] !== close[0]) throw notJson(at);
  }
  if (!found) throw new Error("The DynamoDB server's answer to a Scan has no Items.");
  return { ...found, lastEvaluatedKey };
}

function elements(body: Buffer, from: number, to: number): Pick<Page, "lines" | "items"> {
  expect(body, from, "[");
  const last = to - 1;
  const lines = body.subarray(from + 1, last);
  // A line break can't be within a text of JSON, but an engine may put one, or blanks, between two.
  if (lines.includes(newline)) return rewritten(body.subarray(from, to));
  let items = 0;
  const commas: number[] = [];
  for (let at = from + 1; at < last; at++) {
    at = endOfValue(body, at);
    items++;
    if (at === last) break;
    if (body[at] !== comma) return rewritten(body.subarray(from, to));
    commas.push(at);
  }
  for (const at of commas) body[at] = newline;
  return { lines, items };
}

function rewritten(array: Buffer): Pick<Page, "lines" | "items"> {
  const items: unknown[] = JSON.parse(array.toString());
  return { lines: joinLines(items.map((item) => Buffer.from(JSON.stringify(item)))), items: items.length };
}

/** Where the value that begins here ends. */
function endOfValue(body: Buffer, from: number): number {
  let depth = 0;
  let at = from;
  for (; at < body.length; at++) {
    const byte = body[at]!;
    if (byte === quote) {
      at = endOfText(body, at);
      if (depth === 0) return at + 1;
    } else if (byte === open[0] || byte === open[1]) depth++;
    else if (byte === close[0] || byte === close[1]) {
      if (depth === 0) return at;
      if (--depth === 0) return at + 1;
    } else if (depth === 0 && (byte === comma || byte === colon || blanks.includes(byte))) return at;
  }
  throw notJson(at);
}

/** Where the closing quote of the text that begins here is. */
function endOfText(body: Buffer, from: number): number {
  for (let at = from + 1; ; at++) {
    at = body.indexOf(quote, at);
    if (at < 0) throw notJson(body.length);
    let backslashes = 0;
    while (body[at - 1 - backslashes] === backslash) backslashes++;
    if (backslashes % 2 === 0) return at;
  }
}

function skipBlanks(body: Buffer, from: number): number {
  let at = from;
  while (blanks.includes(body[at]!)) at++;
  return at;
}

function expect(body: Buffer, at: number, character: string): void {
  if (body[at] !== code(character)) throw notJson(at);
}

const notJson = (at: number) =>
  new Error(`The DynamoDB server's answer to a Scan isn't JSON (at byte ${at}).`);
