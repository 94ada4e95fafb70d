import { expect, test } from "vitest";
import type { TableShape } from "../shape.ts";
import { input, shape } from "../testing/input.ts";
import { structure } from "./structure.ts";

const byCategory = {
  name: "byCategory",
  kind: "global" as const,
  key: [{ name: "categoryID", role: "HASH" as const, type: "S" }],
  projection: "ALL",
};

/** Local indexes are made with their table, and never changed. */
const byDate = {
  name: "byDate",
  kind: "local" as const,
  key: [{ name: "id", role: "HASH" as const, type: "S" }],
  projection: "ALL",
};

function answer(
  live: Partial<TableShape>,
  restored: Partial<TableShape>,
  askedEncryption: TableShape["encryption"] = { type: "Default" },
) {
  return structure.run(
    input({}, { shape: { live: shape(live), restored: shape(restored), askedEncryption } }),
  );
}

test("accepts the same key, indexes and encryption", async () => {
  expect(await answer({ indexes: [byCategory] }, { indexes: [byCategory] })).toEqual({
    outcome: "PASSED",
    findings: [],
  });
});

test.each([
  [
    "a key of another name",
    {},
    { key: [{ name: "ID", role: "HASH" as const, type: "S" }] },
    "The key is ID (S, HASH), where the live table has id (S, HASH).",
  ],
  [
    "a key of another type",
    {},
    { key: [{ name: "id", role: "HASH" as const, type: "N" }] },
    "The key is id (N, HASH)",
  ],
  [
    "a local index that is missing",
    { indexes: [byDate] },
    {},
    "The index is absent, where the live table has local on id",
  ],
  ["a local index too many", {}, { indexes: [byDate] }, "where the live table has absent."],
  [
    "a local index that projects less",
    { indexes: [byDate] },
    { indexes: [{ ...byDate, projection: "KEYS_ONLY" }] },
    "projecting KEYS_ONLY",
  ],
])("refuses %s", async (_, live, restored, sentence) => {
  const { outcome, findings } = await answer(live, restored);
  expect(outcome).toBe("FAILED");
  expect(findings[0]!.sentence).toContain(sentence);
});

test.each([
  ["only the live table has", [], "it was added since the recovery point, or it did not come back"],
  ["is another one", [{ ...byCategory, projection: "KEYS_ONLY" }], "it was made anew since"],
])(
  "can't tell about a global index that %s: it may be younger than the backup",
  async (_, indexes, sentence) => {
    const { outcome, findings } = await answer({ indexes: [byCategory] }, { indexes });
    expect(outcome).toBe("COULD_NOT_RUN");
    expect(findings).toEqual([
      { severity: "ERROR", subject: "byCategory", sentence: expect.stringContaining(sentence) },
    ]);
  },
);

test("accepts a global index that only the restored table has, and says that it was removed since", async () => {
  const { outcome, findings } = await answer({}, { indexes: [byCategory] });
  expect(outcome).toBe("PASSED");
  expect(findings).toEqual([
    { severity: "INFO", subject: "byCategory", sentence: expect.stringContaining("removed since") },
  ]);
});

test.each([
  [{ type: "Default" as const }, { type: "KMS" as const, keyArn: "arn:1" }],
  [
    { type: "KMS" as const, keyArn: "arn:2" },
    { type: "KMS" as const, keyArn: "arn:1" },
  ],
  [{ type: "Default" as const }, { type: "KMS" as const }],
])("refuses %o where %o was asked for", async (encryption, asked) => {
  expect(await answer({}, { encryption }, asked)).toMatchObject({ outcome: "FAILED" });
});

test("accepts the AWS-managed key, whichever it is, where no key was named", async () => {
  expect(await answer({}, { encryption: { type: "KMS", keyArn: "arn:1" } }, { type: "KMS" })).toMatchObject({
    outcome: "PASSED",
  });
});
