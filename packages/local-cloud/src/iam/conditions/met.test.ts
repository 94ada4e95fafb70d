import { describe, expect, it } from "vitest";
import { createContext } from "../request.ts";
import { isMet } from "./met.ts";
import { parseConditions } from "./parse.ts";

const met = (name: string, values: string[]) =>
  isMet(
    parseConditions(
      { [name]: { key: ["a", "b"] } },
      { variables: true, refuse: (why) => new Error(why) },
    )[0]!,
    createContext({ key: values }),
  );

describe("isMet", () => {
  // AWS asks for a set operator here and doesn't say what happens without one.
  it.each([[["a", "x"]], [["x", "y"]], [["a", "b"]]])(
    "keeps a negated operator the opposite of its positive twin for the values %j",
    (values) => {
      expect(met("StringNotEquals", values)).toBe(!met("StringEquals", values));
    },
  );
});
