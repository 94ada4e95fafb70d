import { ScheduleError } from "./error.ts";

/** One field of an AWS cron expression. */
export interface Field {
  name: string;
  min: number;
  max: number;
  /** Names for the values, the first of them for `min`. */
  names?: readonly string[];
  /** What only this field may say besides numbers, ranges and steps. */
  special?: RegExp;
}

/** A field of AWS's dialect in the library's. */
export function inCronersWords(expression: string, field: Field, text: string): string {
  const refuse = (reason: string): never => {
    throw new ScheduleError(expression, `${field.name} is "${text}", ${reason}`);
  };
  const items = inNumbers(field, text.toUpperCase()).split(",");
  if (items.length > 1 && items.some((item) => item.includes("#"))) refuse("but # stands alone in its field");
  return items.map((item) => wordFor(field, item) ?? refuse(`but ${allowed(field)} are allowed`)).join(",");
}

function wordFor(field: Field, item: string): string | undefined {
  if (item === "?") return field.special ? "*" : undefined;
  if (field.special?.test(item)) return specialWord(field, item);
  const [, range = "", step] = /^([^/]+)(?:\/(\d+))?$/.exec(item) ?? [];
  const [from, to] = bounds(field, range, step !== undefined);
  if (from === undefined || to === undefined || step === "0") return undefined;
  if (from > to && field.name === "year") return undefined;
  return values(field, from, to, Number(step ?? 1)).join(",");
}

function specialWord(field: Field, item: string): string | undefined {
  if (field.name === "day-of-week") return item === "L" ? String(field.max) : item.replace(/^(\d)L$/, "$1#L");
  const day = Number.parseInt(item, 10);
  return Number.isNaN(day) || (day >= field.min && day <= field.max) ? item : undefined;
}

function bounds(field: Field, range: string, stepped: boolean): [number?, number?] {
  if (range === "*") return [field.min, field.max];
  const [, first, second] = /^(\d+)(?:-(\d+))?$/.exec(range) ?? [];
  if (first === undefined) return [];
  const from = Number(first);
  const to = second === undefined ? (stepped ? field.max : from) : Number(second);
  return [from, to].every((value) => value >= field.min && value <= field.max) ? [from, to] : [];
}

/** A range may run over the field's end: hours 20-2 are 20 to 23 and 0 to 2. */
function values(field: Field, from: number, to: number, step: number): number[] {
  const size = field.max - field.min + 1;
  const last = from <= to ? to : to + size;
  const found: number[] = [];
  for (let value = from; value <= last; value += step) {
    found.push(value > field.max ? value - size : value);
  }
  return found;
}

function inNumbers(field: Field, text: string): string {
  const names = field.names ?? [];
  return names.reduce(
    (numbers, name, i) => numbers.replaceAll(new RegExp(`\\b${name}(?=L?\\b)`, "g"), String(field.min + i)),
    text,
  );
}

function allowed(field: Field): string {
  const names = field.names ? `, ${field.names[0]}-${field.names.at(-1)}` : "";
  return `${field.min}-${field.max}${names}, lists, ranges and steps`;
}
