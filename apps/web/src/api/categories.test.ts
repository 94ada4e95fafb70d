import { deleteCategory, getCategory, itemsByCategoryID } from "@holdfast/data-model";
import { describe, expect, it, vi } from "vitest";
import { categoriesApi } from "./categories.ts";
import type { Client } from "./client.ts";

const knots = { id: "c1", name: "Knots" };

/** A client that answers each operation with what the test says. */
const answering = (answers: [string, object][]) => {
  const answer = vi.fn(
    async (operation: string, _variables: unknown) => new Map(answers).get(operation) ?? {},
  );
  return { answer, api: categoriesApi({ query: answer, mutate: answer } as unknown as Client) };
};

describe("categories", () => {
  it("refuse to be deleted while they have items", async () => {
    const { api, answer } = answering([
      [itemsByCategoryID, { itemsByCategoryID: { items: [{ id: "i1" }] } }],
    ]);
    await expect(api.remove("c1")).rejects.toThrow("still has items");
    expect(answer.mock.calls.map(([operation]) => operation)).not.toContain(deleteCategory);
  });

  it("are deleted when they are empty", async () => {
    const { api, answer } = answering([[itemsByCategoryID, { itemsByCategoryID: { items: [] } }]]);
    await api.remove("c1");
    expect(answer).toHaveBeenLastCalledWith(deleteCategory, { input: { id: "c1" } });
  });

  it("come alone by id, and not at all when gone", async () => {
    const found = answering([[getCategory, { getCategory: knots }]]);
    expect((await found.api.one("c1").page(null)).items).toEqual([knots]);
    const gone = answering([[getCategory, { getCategory: null }]]);
    expect((await gone.api.one("c1").page(null)).items).toEqual([]);
  });
});
