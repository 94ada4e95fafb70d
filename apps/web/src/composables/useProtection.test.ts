import type { ProtectedTable } from "@holdfast/data-model";
import { describe, expect, it, onTestFinished } from "vitest";
import { effectScope } from "vue";
import type { Verified } from "../protection/protection.ts";
import type { Entry, LiveEvent } from "./liveList.ts";
import type { LiveSource } from "./useLiveList.ts";
import { useProtection } from "./useProtection.ts";

const settled = () => new Promise((done) => setTimeout(done));
const updatedAt = "2026-03-10T06:00:00Z";
const table = { id: "Item-1", modelName: "Item", recoveryPointArn: "arn:2", updatedAt } as ProtectedTable;
const verified = {
  id: "v1",
  tableName: "Item-1",
  verdict: "PASSED",
  startedAt: updatedAt,
  updatedAt,
} as Verified;

/** A source of one page whose events the test sends; `pages` is asked anew each time. */
const source = <T extends Entry>(pages: () => Promise<T[]>) => {
  const sent = { event: (_event: LiveEvent<T>) => {} };
  const live: LiveSource<T> = {
    page: async () => ({ items: await pages(), nextToken: null }),
    watch: ({ event }) => {
      sent.event = event;
      return () => {};
    },
  };
  return { sent, live };
};

const open = (tables: LiveSource<ProtectedTable>, verifications: LiveSource<Verified>) => {
  const scope = effectScope();
  onTestFinished(() => scope.stop());
  return scope.run(() => useProtection({ tables, verifications }))!;
};

describe("useProtection", () => {
  it("is ready when tables and verifications are", async () => {
    let arrive: (verifications: Verified[]) => void = () => {};
    const late = new Promise<Verified[]>((resolve) => {
      arrive = resolve;
    });
    const { rows, state } = open(source(async () => [table]).live, source(() => late).live);
    await settled();
    expect([state.value, rows.value]).toEqual(["loading", []]);
    arrive([verified]);
    await settled();
    expect([state.value, rows.value[0]?.standing]).toEqual(["done", "PASSED"]);
  });

  it("shows a new verdict as it comes", async () => {
    const verifications = source<Verified>(async () => []);
    const { rows } = open(source(async () => [table]).live, verifications.live);
    await settled();
    expect(rows.value[0]?.standing).toBe("NONE");
    verifications.sent.event({ kind: "saved", entry: verified });
    expect(rows.value[0]?.standing).toBe("PASSED");
  });

  it("says what went wrong with either, and reads both again", async () => {
    let fails = true;
    const read = async () => (fails ? Promise.reject(new Error("no luck")) : [verified]);
    const { rows, state, error, reload } = open(source(async () => [table]).live, source(read).live);
    await settled();
    expect([state.value, error.value]).toEqual(["error", "The API refused: no luck"]);
    fails = false;
    await reload();
    expect([state.value, rows.value[0]?.standing]).toEqual(["done", "PASSED"]);
  });
});
