import { describe, expect, it } from "vitest";
import { byTable, byTag, tagIs, tagIsNotLike } from "../protect.ts";
import type { PolicyInput } from "../schema.ts";
import { changes } from "./testing.ts";

const protect = (before: PolicyInput["protect"], after: PolicyInput["protect"]) =>
  changes({ protect: before }, { protect: after });
const arn = (table: string) => `arn:aws:dynamodb:us-east-1:123456789012:table/${table}`;

describe("what is protected", () => {
  it("is more with an entry more and less with an entry less", () => {
    expect(protect([byTag("backup", "on")], [byTag("backup", "yes"), byTable(arn("a"))])).toMatchObject([
      { field: `protect[${arn("a")}]`, direction: "stronger" },
      { field: "protect[backup=on]", direction: "weaker", before: { kind: "tag", key: "backup" } },
      { field: "protect[backup=yes]", direction: "stronger" },
    ]);
  });

  it("is less with a condition more, and with a table left out", () => {
    const narrowed = byTag("backup", "on", { where: [tagIs("stage", "prod")], except: [arn("a")] });
    expect(protect([byTag("backup", "on")], [narrowed])).toMatchObject([
      {
        field: 'protect[backup=on].where[tag stage is "prod"]',
        direction: "weaker",
        sentence:
          'Tables with the tag backup=on are protected only where the tag stage is "prod". Recovery points they have stay as long as they were made to.',
      },
      { field: `protect[backup=on].except[${arn("a")}]`, direction: "weaker" },
    ]);
  });

  it("is both with another condition instead", () => {
    const where = (condition: ReturnType<typeof tagIs>) => [byTag("backup", "on", { where: [condition] })];
    expect(protect(where(tagIs("stage", "prod")), where(tagIsNotLike("stage", "dev*")))).toMatchObject([
      { direction: "stronger", sentence: expect.stringContaining("also where not the tag stage is") },
      { direction: "weaker", sentence: expect.stringContaining('the tag stage isn\'t like "dev*"') },
    ]);
  });

  it("compares what is left of entries with the same tag", () => {
    const stage = (value: string) => byTag("backup", "on", { where: [tagIs("stage", value)] });
    expect(protect([stage("prod"), stage("test")], [stage("test")])).toMatchObject([
      { field: "protect[backup=on]", direction: "weaker", before: { where: [{ value: "prod" }] } },
    ]);
  });

  it("is the same for a table that a * has, too", () => {
    expect(protect([byTable(arn("a"), arn("b.c"))], [byTable(arn("a*"), arn("b.c"))])).toMatchObject([
      { field: `protect[${arn("a")}]`, direction: "different" },
      { field: `protect[${arn("a*")}]`, direction: "stronger" },
    ]);
  });
});
