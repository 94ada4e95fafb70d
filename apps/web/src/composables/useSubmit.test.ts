import { describe, expect, it, vi } from "vitest";
import { useSubmit } from "./useSubmit.ts";

const explain = (error: unknown) => `Sorry: ${(error as Error).message}.`;

describe("useSubmit", () => {
  it("runs the action once while it is under way", async () => {
    const action = vi.fn(async (_name: string) => {});
    const { state, submit } = useSubmit(action, explain);
    const first = submit("a");
    expect(state.value).toBe("sending");
    await Promise.all([first, submit("b")]);
    expect(action.mock.calls).toEqual([["a"]]);
    expect(state.value).toBe("idle");
  });

  it("keeps a failure in words, and forgets it at the next try", async () => {
    const action = vi.fn().mockRejectedValueOnce(new Error("no luck"));
    const { state, error, submit } = useSubmit(action, explain);
    await submit();
    expect([state.value, error.value]).toEqual(["error", "Sorry: no luck."]);
    await submit();
    expect([state.value, error.value]).toEqual(["idle", ""]);
  });
});
