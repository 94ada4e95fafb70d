import { describe, expect, it } from "vitest";
import { isTotp, totp } from "./mfa.ts";

const secret = Buffer.from("12345678901234567890");
const at = (seconds: number) => new Date(seconds * 1000);

describe("totp", () => {
  // The last six digits of RFC 6238's test values.
  it.each([
    [59, "287082"],
    [1111111109, "081804"],
    [1111111111, "050471"],
    [1234567890, "005924"],
    [2000000000, "279037"],
  ])("shows at %d what RFC 6238 says", (seconds, code) => {
    expect(totp(secret, at(seconds))).toBe(code);
  });
});

describe("isTotp", () => {
  it("takes the code of this step and of its neighbours, and no other", () => {
    const code = totp(secret, at(1111111109));
    expect(isTotp(secret, code, at(1111111109 + 30))).toBe(true);
    expect(isTotp(secret, code, at(1111111109 - 30))).toBe(true);
    expect(isTotp(secret, code, at(1111111109 + 120))).toBe(false);
    expect(isTotp(secret, "08180", at(1111111109))).toBe(false);
  });
});
