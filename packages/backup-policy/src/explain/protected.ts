import type { Policy, Protect } from "../schema.ts";
import { list } from "../words.ts";
import type { Section } from "./section.ts";

const OPERATORS = {
  equals: "is",
  notEquals: "is not",
  like: "is like",
  notLike: "is not like",
} as const;

export function whatIsProtected(policy: Policy): Section {
  const entries = policy.protect.map(entryInWords);
  const tagged = policy.protect.some(({ kind }) => kind === "tag");
  return {
    heading: "What is protected",
    sentences: [
      ...entries,
      tagged ? "A table that isn't tagged isn't backed up." : "No other table is backed up.",
    ],
  };
}

function entryInWords(entry: Protect): string {
  if (entry.kind === "tables") return `The DynamoDB tables ${list(entry.arns)}.`;
  const { key, value, where, except } = entry;
  const conditions = where.map(({ tag, operator, value }) => `${tag} ${OPERATORS[operator]} "${value}"`);
  return [
    `Every DynamoDB table with the tag ${key} set to "${value}"`,
    ...(conditions.length > 0 ? [`as long as its tags keep to: ${list(conditions)}`] : []),
    ...(except.length > 0 ? [`but not ${list(except)}`] : []),
  ]
    .join(", ")
    .concat(".");
}
