import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { matches, matchesArn, template } from "./glob.ts";

const variable = (name: string) => `\${${name}}`;
const nothing = () => undefined;
const glob = (text: string) => template(text, { wildcards: true, variables: false })(nothing)!;
const asRegExp = (text: string) =>
  new RegExp(
    `^${text
      .replace(/[.+^${}()|[\]\\]/g, "\\$&")
      .replaceAll("*", ".*")
      .replaceAll("?", ".")}$`,
    "s",
  );

describe("matches", () => {
  it("agrees with the regular expression of the same wildcards", () => {
    const letters = fc.string({ unit: fc.constantFrom("a", "b", "/", "*", "?"), maxLength: 12 });
    const values = fc.string({ unit: fc.constantFrom("a", "b", "/"), maxLength: 12 });
    fc.assert(fc.property(letters, values, (p, v) => matches(glob(p), v) === asRegExp(p).test(v)));
  });

  it("answers soon for a pattern that makes naive matchers take for ever", () => {
    expect(matches(glob(`${"a*".repeat(30)}b`), "a".repeat(5000))).toBe(false);
  });
});

describe("template", () => {
  const lookup = (key: string) => (key === "aws:username" ? "an*n" : undefined);
  const pattern = (text: string) => template(text, { wildcards: true, variables: true })(lookup);
  const home = `home/${variable("aws:username")}/*`;

  it("takes a variable's value as plain characters", () => {
    expect(matches(pattern(home)!, "home/an*n/x")).toBe(true);
    expect(matches(pattern(home)!, "home/anyone/x")).toBe(false);
  });

  it("has no pattern where a variable has no value, unless it names a default", () => {
    expect(pattern(`b-${variable("aws:PrincipalTag/team")}`)).toBeUndefined();
    expect(pattern(`b-${variable("aws:PrincipalTag/team, 'company-wide'")}`)).toBe("b-company-wide");
  });

  it("knows the three special characters", () => {
    expect(pattern(variable("*") + variable("?") + variable("$"))).toBe("*?$");
  });

  it("leaves variables alone in the older policy language", () => {
    expect(template(home, { wildcards: false, variables: false })(lookup)).toBe(home);
  });
});

describe("matchesArn", () => {
  it("lets a wildcard run over slashes but not into the next part", () => {
    expect(matchesArn(glob("arn:aws:s3:::bucket/*/test/*"), "arn:aws:s3:::bucket/1/2/test/o")).toBe(true);
    expect(
      matchesArn(
        glob("arn:aws:x:*:111122223333:finance/*"),
        "arn:aws:x:us-east-2:9:store:111122223333:finance/d",
      ),
    ).toBe(false);
  });

  it("fills the missing parts of a short pattern with wildcards", () => {
    expect(matchesArn(glob("arn:aws:sqs"), "arn:aws:sqs:us-east-1:123456789012:queue")).toBe(true);
  });

  it("matches a request for all resources only by a lone wildcard", () => {
    expect(matchesArn(glob("*"), "*")).toBe(true);
    expect(matchesArn(glob("arn:aws:dynamodb:*:*:table/*"), "*")).toBe(false);
  });
});
