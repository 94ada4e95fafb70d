import { describe, expect, it } from "vitest";
import { destination, guard } from "./guard.ts";

const to = (meta: Record<string, unknown>, fullPath = "/protection", query = {}) => ({
  meta,
  fullPath,
  query,
});

describe("guard", () => {
  it("sends who is not signed in to sign in, and remembers the page", () => {
    expect(guard(to({ signedIn: true }), false)).toEqual({ path: "/sign-in", query: { to: "/protection" } });
  });

  it("sends who is signed in past the sign-in page", () => {
    expect(guard(to({ signedOut: true }, "/sign-in", { to: "/protection" }), true)).toBe("/protection");
  });

  it.each([
    [{ signedIn: true }, true],
    [{ signedOut: true }, false],
    [{}, false],
    [{}, true],
  ])("lets through a page of %j when signed in is %j", (meta, signedIn) => {
    expect(guard(to(meta), signedIn)).toBe(true);
  });
});

describe("destination", () => {
  it("is the page that was asked for", () => {
    expect(destination("/categories/1?x=2")).toBe("/categories/1?x=2");
  });

  it.each([undefined, null, "", "https://example.com", "//example.com", "/\\example.com", ["/protection"]])(
    "is the first page when asked for %j",
    (asked) => {
      expect(destination(asked)).toBe("/categories");
    },
  );
});
