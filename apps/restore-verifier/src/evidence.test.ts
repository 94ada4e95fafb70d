import { checkChain } from "@holdfast/restore-check";
import { beforeEach, expect, test } from "vitest";
import { append, appendOnce } from "./evidence.ts";
import { memoryStore } from "./testing/store.ts";

let services: { store: ReturnType<typeof memoryStore>; evidence: ReturnType<typeof memoryStore> };
beforeEach(() => {
  services = { store: memoryStore(), evidence: memoryStore() };
});

const files = () =>
  [...services.evidence.objects]
    .map(([key, bytes]) => ({ name: key.replace("evidence/", ""), bytes }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));

test("adds entry after entry, each naming the one before", async () => {
  for (let n = 1; n <= 5; n++) expect((await append(services)({ n })).sequence).toBe(n);
  const { entries, problems } = await checkChain(files());
  expect([entries, problems]).toEqual([5, []]);
});

test("gives each of many at once a place of its own", async () => {
  const places = await Promise.all(Array.from({ length: 20 }, (_, n) => append(services)({ n })));
  expect(places.map(({ sequence }) => sequence).sort((a, b) => a - b)).toEqual(
    Array.from({ length: 20 }, (_, n) => n + 1),
  );
  expect((await checkChain(files())).problems).toEqual([]);
});

test.each(["gone", "behind", "of an entry that isn't there"])(
  "finds the end when the note of it is %s",
  async (note) => {
    for (let n = 1; n <= 37; n++) await append(services)({ n });
    const hint = { sequence: note === "behind" ? 3 : 99, hash: "?" };
    if (note === "gone") services.store.objects.clear();
    else await services.store.put("runs/evidence-head.json", Buffer.from(JSON.stringify(hint)));
    expect((await append(services)({ n: 38 })).sequence).toBe(38);
    expect((await checkChain(files())).problems).toEqual([]);
  },
);

test("adds what an earlier attempt has added no second time", async () => {
  const first = await appendOnce(services, "runs/run-1/evidence/Item.json", { n: 1 });
  expect(await appendOnce(services, "runs/run-1/evidence/Item.json", { n: 1 })).toEqual(first);
  expect(files()).toHaveLength(1);
});
