import type { Protect } from "../schema.ts";
import { canonical } from "./canonical.ts";
import type { Change, Compared } from "./change.ts";
import { byName, byThemselves, compareMembers } from "./compare.ts";

type Tagged = Extract<Protect, { kind: "tag" }>;
type Condition = Tagged["where"][number];

/** What the rules back up. A table is protected when one entry has it, so every entry more protects more. */
export function compareProtect({ before, after, field }: Compared<readonly Protect[]>): Change[] {
  return [
    ...compareTables(tablesOf(before), tablesOf(after), field),
    ...compareTagged(taggedOf(before), taggedOf(after), field),
  ];
}

const tablesOf = (entries: readonly Protect[]) =>
  byThemselves(entries.flatMap((entry) => (entry.kind === "tables" ? entry.arns : [])));
const taggedOf = (entries: readonly Protect[]) => entries.filter((entry) => entry.kind === "tag");

const stay = "Recovery points they have stay as long as they were made to.";

/** A table that a * on the other side has, too, is named by both. */
function compareTables(before: Map<string, string>, after: Map<string, string>, field: string): Change[] {
  const changes = compareMembers(
    { before, after, field },
    {
      adding: "stronger",
      added: (arn) => `Tables ${arn} are protected.`,
      removed: (arn) => `Tables ${arn} are no longer named. ${stay}`,
    },
  );
  return changes.map((change): Change => {
    const arn = String(change.before ?? change.after);
    const others = change.before === undefined ? before : after;
    const other = [...others.keys()].find((pattern) => covers(pattern, arn));
    if (other === undefined) return change;
    const sentence = `Tables ${arn} are named either way: ${other} has them, too.`;
    return { ...change, direction: "different", sentence };
  });
}

const covers = (pattern: string, arn: string) =>
  new RegExp(`^${pattern.replaceAll(".", "\\.").replaceAll("*", ".*")}$`).test(arn);

function compareTagged(before: Tagged[], after: Tagged[], field: string): Change[] {
  const had = byName(without(before, after), tagOf);
  const has = byName(without(after, before), tagOf);
  const narrowed = [...had].flatMap(([tag, was]) => {
    const is = has.get(tag);
    return is ? compareNarrowing(was, is, `${field}[${tag}]`) : [];
  });
  const changed = compareMembers(
    { before: had, after: has, field },
    {
      adding: "stronger",
      added: (entry) => `Tables with the tag ${tagOf(entry)} are protected.`,
      removed: (entry) => `Tables with the tag ${tagOf(entry)} are no longer protected. ${stay}`,
    },
  );
  return [...narrowed, ...changed];
}

const tagOf = ({ key, value }: Tagged) => `${key}=${value}`;

/** Entries that have no twin on the other side. */
function without(entries: Tagged[], others: Tagged[]): Tagged[] {
  const twins = others.map(normal);
  return entries.filter((entry) => {
    const twin = twins.indexOf(normal(entry));
    if (twin >= 0) twins.splice(twin, 1);
    return twin < 0;
  });
}

const normal = ({ where, except, ...entry }: Tagged) =>
  canonical({
    ...entry,
    where: [...conditionsOf(where).keys()].sort(),
    except: [...byThemselves(except).keys()].sort(),
  });

function compareNarrowing(before: Tagged, after: Tagged, field: string): Change[] {
  const tag = tagOf(after);
  return [
    ...compareMembers(
      { before: conditionsOf(before.where), after: conditionsOf(after.where), field: `${field}.where` },
      {
        adding: "weaker",
        added: (_, words) => `Tables with the tag ${tag} are protected only where the ${words}. ${stay}`,
        removed: (_, words) => `Tables with the tag ${tag} are protected also where not the ${words}.`,
      },
    ),
    ...compareMembers(
      { before: byThemselves(before.except), after: byThemselves(after.except), field: `${field}.except` },
      {
        adding: "weaker",
        added: (arn) => `Tables ${arn} are left out. ${stay}`,
        removed: (arn) => `Tables ${arn} are no longer left out.`,
      },
    ),
  ];
}

const operators = { equals: "is", notEquals: "isn't", like: "is like", notLike: "isn't like" } as const;

const conditionsOf = (conditions: readonly Condition[]) =>
  new Map(
    conditions.map((condition) => {
      const { tag, operator, value } = condition;
      return [`tag ${tag} ${operators[operator]} "${value}"`, condition];
    }),
  );
