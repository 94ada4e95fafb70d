import { expect, test } from "vitest";
import { passwordProblem } from "./passwordPolicy.ts";

const policy = {
  MinimumLength: 12,
  RequireUppercase: true,
  RequireLowercase: true,
  RequireNumbers: true,
  RequireSymbols: true,
};

test.each([
  ["Short-1", "Password not long enough"],
  ["lower-case-1", "Password must have uppercase characters"],
  ["UPPER-CASE-1", "Password must have lowercase characters"],
  ["No-Numbers-Here", "Password must have numeric characters"],
  ["NoSymbols12345", "Password must have symbol characters"],
])("refuses %s: %s", (password, problem) => {
  expect(passwordProblem(password, policy)).toBe(problem);
});

test("takes a password that has all of it", () => {
  expect(passwordProblem("Mythical-Beasts-4", policy)).toBeUndefined();
});
