import { getVerification, listProtectedTables, verificationsByTable } from "@holdfast/data-model";
import { describe, expect, it } from "vitest";
import type { Client } from "./client.ts";
import { protectionApi } from "./protection.ts";

/** An API with two pages of tables, two verifications of the first, none of the second. */
const client = {
  query: async (operation: string, { nextToken, tableName, id }: Record<string, unknown>) => {
    if (operation === listProtectedTables) {
      const page = nextToken
        ? { items: [{ id: "Item-1" }], nextToken: null }
        : { items: [{ id: "Category-1" }], nextToken: "2" };
      return { listProtectedTables: page };
    }
    if (operation === verificationsByTable) {
      return {
        verificationsByTable: { items: tableName === "Category-1" ? [{ id: "new" }, { id: "old" }] : [] },
      };
    }
    if (operation === getVerification) return { getVerification: { id, findings: [{ check: "contents" }] } };
    throw new Error(`unexpected operation ${operation}`);
  },
} as unknown as Client;

describe("protection", () => {
  it("lists the tables of every page", async () => {
    expect(await protectionApi(client).tables.page(null)).toEqual({
      items: [{ id: "Category-1" }, { id: "Item-1" }],
      nextToken: null,
    });
  });

  it("reads the findings of each table's newest verification", async () => {
    expect(await protectionApi(client).verifications.page(null)).toEqual({
      items: [{ id: "new", findings: [{ check: "contents" }] }, { id: "old" }],
      nextToken: null,
    });
  });
});
