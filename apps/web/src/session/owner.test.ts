import { describe, expect, it } from "vitest";
import { isOwner, ownerName } from "./owner.ts";

const ann = { id: "sub-1", name: "ann" };

describe("an owner", () => {
  it.each(["sub-1::ann", "sub-1", "ann"])("is the user when it reads %s", (owner) => {
    expect(isOwner(owner, ann)).toBe(true);
  });

  it.each(["sub-2::ann", "sub-1::bob", "bob", "", null, undefined])(
    "is somebody else when it reads %s",
    (owner) => {
      expect(isOwner(owner, ann)).toBe(false);
    },
  );

  it("is nobody's while nobody is signed in", () => {
    expect(isOwner("sub-1::ann", null)).toBe(false);
  });

  it.each([
    ["sub-1::ann", "ann"],
    ["ann", "ann"],
    [null, ""],
  ])("%s is called %j", (owner, name) => {
    expect(ownerName(owner)).toBe(name);
  });
});
