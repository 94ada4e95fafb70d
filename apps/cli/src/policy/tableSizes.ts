import type { TableSize } from "@holdfast/backup-policy/forecast";
import { InvalidArgumentError } from "commander";

/** `5`, `Item=5`: a number of GB, of one table or of all. */
export interface Sized {
  table?: string;
  gb: number;
}

/** `2`, `5%`, `Item=5%`: GB or percent a month, of one table or of all. */
export interface Growing {
  table?: string;
  growth: NonNullable<TableSize["growth"]>;
}

const named = (text: string): { table?: string; amount: string } => {
  const at = text.lastIndexOf("=");
  return at < 0 ? { amount: text } : { table: text.slice(0, at), amount: text.slice(at + 1) };
};

export function sized(text: string, before: Sized[] = []): Sized[] {
  const { amount, ...table } = named(text);
  const gb = Number(amount);
  if (amount.trim() === "" || !(gb >= 0) || gb === Number.POSITIVE_INFINITY || table.table === "") {
    throw new InvalidArgumentError("It has to be a number of GB such as 5, or a table's such as Item=5.");
  }
  return [...before, { ...table, gb }];
}

export function growing(text: string, before: Growing[] = []): Growing[] {
  const { amount, ...table } = named(text);
  const [, digits = "", percent] = /^(-?\d+(?:\.\d+)?)(%?)$/.exec(amount) ?? [];
  const number = Number(digits);
  if (digits === "" || table.table === "" || (percent && number <= -100)) {
    throw new InvalidArgumentError(
      "It has to be GB a month such as 2, percent a month such as 5%, or a table's such as Item=5%.",
    );
  }
  const growth = percent ? { percentPerMonth: number } : { gbPerMonth: number };
  return [...before, { ...table, growth }];
}

/** The tables with their sizes; what is given without a name holds for those that aren't named. */
export function tablesOf(sizes: readonly Sized[], growths: readonly Growing[]): TableSize[] {
  return sizes.map(({ table, gb }) => {
    const own = growths.findLast((one) => one.table !== undefined && one.table === table);
    const growth = own ?? growths.findLast((one) => one.table === undefined);
    return { name: table ?? "all tables", gb, ...(growth && { growth: growth.growth }) };
  });
}

/** The tables that a growth names and no size. */
export const growthsOfNothing = (sizes: readonly Sized[], growths: readonly Growing[]): string[] =>
  growths.flatMap(({ table }) => (table && !sizes.some((one) => one.table === table) ? [table] : []));
