import { describe, expect, it } from "vitest";
import { isOwner } from "./owner.ts";

const ann = { id: "sub-1", name: "ann" };

describe("isOwner", () => {
  it("knows the user by name", () => {
    expect(isOwner("ann", ann)).toBe(true);
  });

  it.each(["bob", "", null, undefined])("takes %j for somebody else", (owner) => {
    expect(isOwner(owner, ann)).toBe(false);
  });

  it("owns nothing while nobody is signed in", () => {
    expect(isOwner("ann", null)).toBe(false);
  });
});
