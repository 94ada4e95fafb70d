import fc from "fast-check";
import { expect, test } from "vitest";
import { scan, segmentsFor } from "./scan.ts";
import { client } from "./testing/client.ts";

type Page = string[];

/** A table in segments of pages of ids. */
function table(segments: Page[][]) {
  return client({
    Scan: async ({ Segment, TotalSegments, ExclusiveStartKey }) => {
      expect(TotalSegments).toBe(segments.length);
      const page = Number(ExclusiveStartKey?.page.N ?? 0);
      const last = page + 1 >= segments[Segment]!.length;
      return {
        Items: (segments[Segment]![page] ?? []).map((id) => ({ id: { S: id } })),
        LastEvaluatedKey: last ? undefined : { page: { N: String(page + 1) } },
      };
    },
  });
}

test("yields each item once, however they lie in segments and pages", async () => {
  const pages = fc.array(fc.nat(4), { minLength: 1, maxLength: 4 });
  await fc.assert(
    fc.asyncProperty(fc.array(pages, { minLength: 1, maxLength: 8 }), async (sizes) => {
      let next = 0;
      const segments = sizes.map((one) =>
        one.map((size) => Array.from({ length: size }, () => String(next++))),
      );
      const ids: string[] = [];
      for await (const item of scan({ dynamodb: table(segments) })("Items", segments.length))
        ids.push((item.id as { S: string }).S);
      expect(ids.toSorted()).toEqual(segments.flat(2).toSorted());
    }),
  );
});

test("breaks when a segment can't be read to its end", async () => {
  const dynamodb = client({
    Scan: ({ Segment, ExclusiveStartKey }) => {
      if (Segment === 1 && ExclusiveStartKey) throw new Error("throttled");
      return { Items: [{ id: { S: "1" } }], LastEvaluatedKey: { id: { S: "1" } } };
    },
  });
  const read = async () => {
    for await (const _ of scan({ dynamodb })("Items", 2));
  };
  await expect(read()).rejects.toThrow("throttled");
});

test.each([
  [undefined, 1],
  [0, 1],
  [16 * 1024 * 1024, 1],
  [17 * 1024 * 1024, 2],
  [1e12, 8],
])("reads a table of %s bytes in %i segments", (TableSizeBytes, segments) => {
  expect(segmentsFor({ TableSizeBytes })).toBe(segments);
});
