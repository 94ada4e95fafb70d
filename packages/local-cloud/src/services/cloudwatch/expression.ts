import { AwsError } from "../../errors.ts";

/** The value of each id at one time; undefined where there is none. */
export type Values = (id: string) => number | undefined;

export interface Expression {
  at(values: Values): number | undefined;
}

type Value = number | undefined;
type Node = (values: Values) => Value | Value[];

const tokens = /\s*(?:(\d+(?:\.\d+)?)|([A-Za-z][A-Za-z0-9_]*)|([-+*/()[\],]))/gy;

const known = (value: Value): value is number => value !== undefined;

/** Of a list: what it makes of those that have a value. Of one series it would be a number over time, which isn't here. */
const ofLists: Record<string, (values: number[]) => number> = {
  SUM: (values) => values.reduce((sum, value) => sum + value, 0),
  AVG: (values) => values.reduce((sum, value) => sum + value, 0) / values.length,
  MIN: (values) => Math.min(...values),
  MAX: (values) => Math.max(...values),
};

const operators: Record<string, (one: number, other: number) => number> = {
  "+": (one, other) => one + other,
  "-": (one, other) => one - other,
  "*": (one, other) => one * other,
  "/": (one, other) => one / other,
};

/**
 * Metric math as alarms use it: arithmetic, SUM, AVG, MIN and MAX of lists, FILL with a number. Each time for itself:
 * what joins series has a value only where all of them have one.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/using-metric-math.html
 * Throws ValidationError, naming what it doesn't know.
 */
export function expression(text: string): Expression & { ids: string[] } {
  const found: string[] = [];
  tokens.lastIndex = 0;
  for (let match = tokens.exec(text); match; match = tokens.exec(text)) found.push(match[0].trim());
  const rest = found.join("").length - text.replace(/\s/g, "").length;
  if (rest !== 0) throw unknown(text, "a character that isn't of its language");
  const ids = new Set<string>();
  let at = 0;

  const sum = (): Node => chain(["+", "-"], product);
  const product = (): Node => chain(["*", "/"], single);

  function chain(signs: string[], next: () => Node): Node {
    let left = next();
    while (signs.includes(found[at] ?? "")) {
      const operator = operators[found[at++]!]!;
      const [one, other] = [left, next()];
      left = (values) => {
        const [a, b] = [scalar(one(values)), scalar(other(values))];
        const value = known(a) && known(b) ? operator(a, b) : undefined;
        return Number.isFinite(value) ? value : undefined;
      };
    }
    return left;
  }

  function single(): Node {
    const token = found[at++];
    if (token === undefined) throw unknown(text, "it ends too early");
    if (token === "-") {
      const negated = single();
      return (values) => {
        const value = scalar(negated(values));
        return known(value) ? -value : undefined;
      };
    }
    if (token === "(") {
      const inner = sum();
      expectToken(")");
      return inner;
    }
    if (token === "[") {
      const members = listUpTo("]");
      return (values) => members.map((member) => scalar(member(values)));
    }
    if (/^\d/.test(token)) return () => Number(token);
    if (found[at] === "(") return call(token);
    if (!/^[a-z]/.test(token)) throw unknown(text, token);
    ids.add(token);
    return (values) => values(token);
  }

  function call(name: string): Node {
    at++;
    const given = listUpTo(")");
    if (name === "FILL" && given.length === 2) {
      const [series, filling] = given as [Node, Node];
      return (values) => scalar(series(values)) ?? scalar(filling(values));
    }
    const ofList = ofLists[name];
    if (!ofList || given.length !== 1) throw unknown(text, `${name}(…)`);
    return (values) => {
      const value = given[0]!(values);
      if (!Array.isArray(value)) throw unknown(text, `${name} of one series`);
      const there = value.filter(known);
      return there.length === 0 ? undefined : ofList(there);
    };
  }

  function listUpTo(end: string): Node[] {
    const members: Node[] = [];
    while (found[at] !== end) {
      members.push(sum());
      if (found[at] === ",") at++;
      else break;
    }
    expectToken(end);
    return members;
  }

  function expectToken(token: string): void {
    if (found[at++] !== token) throw unknown(text, `${token} is missing`);
  }

  const node = sum();
  if (at !== found.length) throw unknown(text, found[at]!);
  // What a function can't take is found out now, not when an alarm is evaluated.
  scalar(node(() => undefined));
  return { ids: [...ids], at: (values) => scalar(node(values)) };
}

function scalar(value: Value | Value[]): Value {
  if (!Array.isArray(value)) return value;
  throw new AwsError("ValidationError", "An expression gives a list where one value is needed.");
}

const unknown = (text: string, what: string) =>
  new AwsError("ValidationError", `The local CloudWatch can't work out the expression "${text}": ${what}.`);
