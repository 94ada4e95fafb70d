import type { Policy, ProtectInput } from "./schema.ts";

type Tagged = Extract<ProtectInput, { kind: "tag" }>;
type Condition = NonNullable<Tagged["where"]>[number];

/** Every table with that tag, as far as all the conditions hold. Keys and values are case-sensitive. */
export function byTag(key: string, value: string, narrowed: Pick<Tagged, "where" | "except"> = {}): Tagged {
  return { kind: "tag", key, value, ...narrowed };
}

/** Those tables, by ARN; * stands for anything. */
export function byTable(...arns: string[]): Extract<ProtectInput, { kind: "tables" }> {
  return { kind: "tables", arns };
}

const condition =
  (operator: Condition["operator"]) =>
  (tag: string, value: string): Condition => ({ tag, operator, value });

export const tagIs = condition("equals");
export const tagIsNot = condition("notEquals");
/** * in the value stands for anything. */
export const tagIsLike = condition("like");
/** * in the value stands for anything. */
export const tagIsNotLike = condition("notLike");

/** A tag that puts a table under the policy, if anything does: the first that has no further conditions. */
export function protectingTag({ protect }: Policy): { key: string; value: string } | undefined {
  return protect.filter((entry) => entry.kind === "tag").find(({ where }) => where.length === 0);
}
