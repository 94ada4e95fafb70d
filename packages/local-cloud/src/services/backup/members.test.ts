import { expect, it } from "vitest";
import { page } from "./members.ts";

const list = (ids: string, paging = {}) => page([...ids], (id) => id, paging);

it("goes on where the last page ended, whatever was added or deleted meanwhile", () => {
  const [first, NextToken] = list("abcde", { MaxResults: 2 });
  expect(first).toEqual(["a", "b"]);
  const next = (ids: string) => list(ids, { MaxResults: 2, NextToken })[0].join("");
  expect(next("abcde")).toBe("cd");
  expect(next("xyabcde")).toBe("cd");
  expect(next("cde")).toBe("cd");
  expect(next("xcde")).toBe("cd");
  expect(next("abde")).toBe("de");
  expect(next("ab")).toBe("");
});

it("gives no token with the last page", () => {
  expect(list("ab", { MaxResults: 2 })).toEqual([["a", "b"]]);
  expect(list("", { MaxResults: 2 })).toEqual([[]]);
});

it.each(["bogus", Buffer.from("[]").toString("base64url"), Buffer.from('["x","y"]').toString("base64url")])(
  "refuses the token %s",
  (NextToken) => {
    expect(() => list("abc", { NextToken })).toThrow("NextToken: it isn't one that this list gave");
  },
);
