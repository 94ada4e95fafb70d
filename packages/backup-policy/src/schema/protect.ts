import * as v from "valibot";
import { TagKey, TagValue, text } from "./values.ts";

const TableArn = text(
  "the ARN of a DynamoDB table, * in it standing for anything",
  /^arn:aws[\w-]*:dynamodb:[a-z\d*-]+:[\d*]+:table\/[\w.*-]+$/,
);

/** `like` and `notLike` take * for anything. */
const Condition = v.strictObject({
  tag: TagKey,
  operator: v.picklist(["equals", "notEquals", "like", "notLike"], "one of equals, notEquals, like, notLike"),
  value: text("a tag value of up to 256 characters", /^[\w\s.:/=+@*-]{0,256}$/),
});

/** What the rules back up: a table is protected when one entry has it. */
export const Protect = v.variant(
  "kind",
  [
    v.strictObject({
      kind: v.literal("tag"),
      key: TagKey,
      value: TagValue,
      /** All of them have to hold. */
      where: v.optional(v.array(Condition, "a list of conditions"), []),
      /** Tables left out whatever their tags. */
      except: v.optional(v.array(TableArn, "a list of tables"), []),
    }),
    v.strictObject({
      kind: v.literal("tables"),
      arns: v.pipe(v.array(TableArn, "a list of tables"), v.minLength(1, "at least one table")),
    }),
  ],
  "byTag(…) or byTable(…)",
);

export type Protect = v.InferOutput<typeof Protect>;
export type ProtectInput = v.InferInput<typeof Protect>;
