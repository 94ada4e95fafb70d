import fc from "fast-check";
import type { Item } from "../item.ts";

/** A value as DynamoDB would think of it: one model for all its spellings. */
export type Model =
  | { S: string }
  | { N: Decimal }
  | { B: number[] }
  | { BOOL: boolean }
  | { NULL: true }
  | { L: Model[] }
  | { M: Record<string, Model> }
  | { SS: string[] }
  | { NS: Decimal[] }
  | { BS: number[][] };

/** sign × digits × 10^exponent, without outer zeros in the digits; zero is `{ digits: "" }`. */
export interface Decimal {
  sign: "" | "-";
  digits: string;
  exponent: number;
}

const text = fc.string({ unit: "binary", maxLength: 8 });
const bytes = fc.array(fc.nat(255), { maxLength: 8 });
const name = fc.oneof(
  fc.string({ minLength: 1, maxLength: 6 }),
  text.filter((value) => value.length > 0),
);

const decimal: fc.Arbitrary<Decimal> = fc
  .tuple(
    fc.constantFrom("" as const, "-" as const),
    fc.stringMatching(/^[1-9]([0-9]{0,35}[1-9])?$/),
    fc.integer({ min: -80, max: 80 }),
  )
  .map(([sign, digits, exponent]) => ({ sign, digits, exponent }));
const number = fc.oneof(
  { weight: 9, arbitrary: decimal },
  { weight: 1, arbitrary: fc.constant<Decimal>({ sign: "", digits: "", exponent: 0 }) },
);

const set = <T>(member: fc.Arbitrary<T>) =>
  fc.uniqueArray(member, { minLength: 1, maxLength: 4, selector: (one) => JSON.stringify(one) });

export const value: fc.Arbitrary<Model> = fc.letrec<{ value: Model }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3, depthSize: "small" },
    fc.record({ S: text }),
    fc.record({ N: number }),
    fc.record({ B: bytes }),
    fc.record({ BOOL: fc.boolean() }),
    fc.constant<Model>({ NULL: true }),
    fc.record({ SS: set(text) }),
    fc.record({ NS: set(number) }),
    fc.record({ BS: set(bytes) }),
    fc.record({ L: fc.array(tie("value"), { maxLength: 4 }) }),
    fc.record({ M: fc.dictionary(name, tie("value"), { maxKeys: 4 }) }),
  ),
})).value;

export const item: fc.Arbitrary<Record<string, Model>> = fc.dictionary(name, value, {
  minKeys: 1,
  maxKeys: 5,
});

/** One of the ways to spell an item, chosen by a stream of random numbers from 0 to 1. */
export function spell(model: Record<string, Model>, random: () => number): Item {
  return Object.fromEntries(
    shuffle(Object.entries(model), random).map(([key, member]) => [key, spellValue(member, random)]),
  );
}

function spellValue(model: Model, random: () => number): object {
  if ("N" in model) return { N: spellNumber(model.N, random) };
  if ("B" in model) return { B: spellBytes(model.B, random) };
  if ("SS" in model) return { SS: shuffle(model.SS, random) };
  if ("NS" in model) return { NS: shuffle(model.NS, random).map((one) => spellNumber(one, random)) };
  if ("BS" in model) return { BS: shuffle(model.BS, random).map((one) => spellBytes(one, random)) };
  if ("L" in model) return { L: model.L.map((one) => spellValue(one, random)) };
  if ("M" in model) return { M: spell(model.M, random) };
  return model;
}

function spellNumber({ sign, digits, exponent }: Decimal, random: () => number): string {
  const upTo = (most: number) => Math.floor(random() * (most + 1));
  const zeros = upTo(3);
  const all = "0".repeat(upTo(2)) + (digits || "0") + "0".repeat(zeros);
  const point = upTo(all.length);
  const e = exponent - zeros + (all.length - point);
  const plus = sign === "" && random() < 0.3 ? "+" : sign;
  const mantissa =
    point === all.length && random() < 0.5 ? all : `${all.slice(0, point)}.${all.slice(point)}`;
  return e === 0 && random() < 0.7
    ? plus + mantissa
    : `${plus}${mantissa}${random() < 0.5 ? "e" : "E"}${e < 0 ? "" : random() < 0.5 ? "+" : ""}${e}`;
}

function spellBytes(content: number[], random: () => number): Uint8Array | string {
  return random() < 0.5 ? Uint8Array.from(content) : Buffer.from(content).toString("base64");
}

function shuffle<T>(members: readonly T[], random: () => number): T[] {
  const keyed = members.map((member) => ({ member, order: random() }));
  return keyed.sort((a, b) => a.order - b.order).map(({ member }) => member);
}
