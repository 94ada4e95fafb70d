import { AwsError } from "../../../errors.ts";
import { fitsAround } from "../../../wildcards.ts";
import { objectIn } from "./embedded.ts";

type Test = (line: string) => boolean;

/**
 * A log group's filter pattern: comparisons of a line's JSON joined by && or ||, or terms that all have to be in it.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html
 * Throws InvalidParameterException, naming what isn't known here.
 */
export function filterPattern(pattern: string): Test {
  const text = pattern.trim();
  if (text.startsWith("{") && text.endsWith("}")) {
    const test = anyOf(text.slice(1, -1));
    return (line) => {
      const document = objectIn(line);
      return document !== undefined && test(document);
    };
  }
  if (/^\[|^%|\?/.test(text)) throw unknown(pattern, "only JSON comparisons and plain terms");
  const terms = [...text.matchAll(/(-?)(?:"([^"]*)"|(\S+))/g)];
  return (line) =>
    terms.every(([, not, quoted, plain]) => line.includes(quoted ?? plain ?? "") === (not === ""));
}

type DocumentTest = (document: Record<string, any>) => boolean;

const anyOf = (text: string): DocumentTest => {
  const all = text.split("||").map(allOf);
  return (document) => all.some((test) => test(document));
};

const allOf = (text: string): DocumentTest => {
  const all = text.split("&&").map(comparison);
  return (document) => all.every((test) => test(document));
};

const form = /^\(?\s*(\$(?:\.[\w-]+|\[\d+\])+)\s*(!=|>=|<=|=|>|<|IS|EXISTS|NOT EXISTS)\s*(.*?)\s*\)?$/;

function comparison(text: string): DocumentTest {
  const [, path, operator, operand = ""] = form.exec(text.trim()) ?? [];
  if (path === undefined) throw unknown(text, 'comparisons such as $.field = "text"');
  const found = (document: Record<string, any>) => valueAt(document, path);
  if (operator === "EXISTS") return (document) => found(document) !== undefined;
  if (operator === "NOT EXISTS") return (document) => found(document) === undefined;
  if (operator === "IS") {
    const literal = { TRUE: true, FALSE: false, NULL: null }[operand.toUpperCase()];
    if (literal === undefined) throw unknown(text, "IS TRUE, IS FALSE and IS NULL");
    return (document) => found(document) === literal;
  }
  const quoted = /^"(.*)"$/.exec(operand)?.[1];
  const number = Number(operand);
  if (quoted === undefined && Number.isFinite(number))
    return (document) => compared(found(document), operator!, number);
  if (operator !== "=" && operator !== "!=") throw unknown(text, "numbers to compare with");
  const parts = (quoted ?? operand).split("*");
  return (document) => {
    const value = found(document);
    if (value === undefined) return false;
    return fitsAround(parts, String(value)) === (operator === "=");
  };
}

function compared(value: unknown, operator: string, number: number): boolean {
  if (typeof value !== "number") return false;
  if (operator === "=") return value === number;
  if (operator === "!=") return value !== number;
  if (operator === ">") return value > number;
  if (operator === ">=") return value >= number;
  return operator === "<" ? value < number : value <= number;
}

/** What `$.a.b[0]` gives. */
export function valueAt(document: Record<string, any>, path: string): unknown {
  let value: any = document;
  for (const [, name, index] of path.matchAll(/\.([\w-]+)|\[(\d+)\]/g))
    value = value?.[name ?? Number(index)];
  return value;
}

const unknown = (pattern: string, what: string) =>
  new AwsError("InvalidParameterException", `The local cloud's filter patterns know ${what}; not ${pattern}`);
