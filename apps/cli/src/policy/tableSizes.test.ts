import { expect, it } from "vitest";
import { growing, growthsOfNothing, sized, tablesOf } from "./tableSizes.ts";

it("gives each table its own growth, or the one for all", () => {
  const sizes = ["Item=40", "a=b=0.5", "2"].reduce<ReturnType<typeof sized>>(
    (all, text) => sized(text, all),
    [],
  );
  const growths = growing("Item=5%", growing("2"));

  expect(tablesOf(sizes, growths)).toEqual([
    { name: "Item", gb: 40, growth: { percentPerMonth: 5 } },
    { name: "a=b", gb: 0.5, growth: { gbPerMonth: 2 } },
    { name: "all tables", gb: 2, growth: { gbPerMonth: 2 } },
  ]);
});

it("knows growths of tables that have no size", () => {
  expect(growthsOfNothing(sized("Item=1"), growing("Itme=1%", growing("1")))).toEqual(["Itme"]);
});

it.each(["", "Item=", "x", "-1", "=5", "Infinity"])("refuses the size %j", (text) => {
  expect(() => sized(text)).toThrow("It has to be a number of GB");
});

it.each(["", "5 %", "-100%", "=5", "fast"])("refuses the growth %j", (text) => {
  expect(() => growing(text)).toThrow("It has to be GB a month");
});
