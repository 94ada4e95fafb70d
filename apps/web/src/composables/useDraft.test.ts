import { describe, expect, it, vi } from "vitest";
import { useDraft } from "./useDraft.ts";

const explain = (error: unknown) => `Sorry: ${(error as Error).message}.`;
const blank = { name: "", headline: "" };

describe("useDraft", () => {
  it("is empty for the next one while the first is on its way, and sends both", async () => {
    const create = vi.fn(async () => {});
    const { draft, submit } = useDraft(blank, create, explain);
    Object.assign(draft, { name: "Bowline", headline: "Does not slip" });
    const first = submit();
    expect(draft).toEqual(blank);
    draft.name = "Reef knot";
    await Promise.all([first, submit()]);
    expect(create.mock.calls).toEqual([
      [{ name: "Bowline", headline: "Does not slip" }],
      [{ name: "Reef knot", headline: "" }],
    ]);
  });

  it("gives back what could not be made, with the reason", async () => {
    const { draft, error, submit } = useDraft(blank, () => Promise.reject(new Error("no luck")), explain);
    draft.name = "Bowline";
    await submit();
    expect([draft, error.value]).toEqual([{ name: "Bowline", headline: "" }, "Sorry: no luck."]);
  });

  it("leaves alone what is being written when an earlier one fails", async () => {
    const { draft, error, submit } = useDraft(blank, () => Promise.reject(new Error("no luck")), explain);
    draft.name = "Bowline";
    const failing = submit();
    draft.name = "Reef kn";
    await failing;
    expect([draft.name, error.value]).toEqual(["Reef kn", "Sorry: no luck."]);
  });

  it("forgets a failure at the next try", async () => {
    const create = vi.fn().mockRejectedValueOnce(new Error("no luck"));
    const { error, submit } = useDraft(blank, create, explain);
    await submit();
    await submit();
    expect(error.value).toBe("");
  });
});
