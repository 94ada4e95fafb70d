import type { Item } from "../item.ts";
import { type FieldRule, type ModelRules, scalars, type TypeRule } from "./rules.ts";

/** One way in which items don't conform: how many, and the first of their keys. Never what they hold. */
export interface Violation {
  severity: "ERROR" | "WARNING";
  /** The field and what is wrong with it. */
  rule: string;
  count: number;
  /** In order, as text. */
  keys: string[];
}

/** What was found out about a part of a table's items. Parts merge in any order and grouping. */
export interface Conformity {
  items: number;
  /** By their rules, in order. */
  violations: Violation[];
}

export const mostKeys = 10;

/** Holds items against their model's rules, one after the other. */
export class ConformityCheck {
  #items = 0;
  readonly #violations = new Map<string, Violation>();
  readonly #rules: ModelRules;

  constructor(rules: ModelRules) {
    this.#rules = rules;
  }

  /** @param keyText the item's key for people; asked for only where something is wrong */
  add(item: Item, keyText: () => string): void {
    this.#items++;
    const note = (severity: Violation["severity"], rule: string) => this.#note(severity, rule, keyText);
    checkFields(this.#rules.fields, item, "", (rule) => note("ERROR", rule));
    for (const field of this.#rules.ownerFields) {
      const owner = item[field] as Attribute | undefined;
      if (isNothing(owner))
        note("WARNING", `${field} is absent: nobody owns the item, only an administrator can change it`);
      else if (!isOwner(owner!)) note("ERROR", `${field} is neither a user's name nor a list of them`);
    }
  }

  get conformity(): Conformity {
    const violations = [...this.#violations.values()].sort(byRule);
    return { items: this.#items, violations: violations.map((one) => ({ ...one, keys: [...one.keys] })) };
  }

  #note(severity: Violation["severity"], rule: string, keyText: () => string): void {
    const known = this.#violations.get(rule) ?? { severity, rule, count: 0, keys: [] };
    known.count++;
    known.keys = first([...known.keys, keyText()]);
    this.#violations.set(rule, known);
  }
}

export function mergeConformity(parts: readonly Conformity[]): Conformity {
  const violations = new Map<string, Violation>();
  for (const one of parts.flatMap((part) => part.violations)) {
    const known = violations.get(one.rule);
    violations.set(one.rule, {
      ...one,
      count: one.count + (known?.count ?? 0),
      keys: first([...(known?.keys ?? []), ...one.keys]),
    });
  }
  return {
    items: parts.reduce((sum, { items }) => sum + items, 0),
    violations: [...violations.values()].sort(byRule),
  };
}

/** The first by their text: the same ones, whatever order they come in. */
const first = (keys: string[]) => keys.sort().slice(0, mostKeys);
const byRule = (a: Violation, b: Violation) => (a.rule < b.rule ? -1 : 1);

type Attribute = Readonly<Record<string, unknown>>;

const isNothing = (attribute: Attribute | undefined): boolean =>
  attribute === undefined || attribute.NULL === true;

const isOwner = ({ S, L }: Attribute): boolean =>
  (typeof S === "string" && S !== "") ||
  (Array.isArray(L) && L.every((one) => typeof one?.S === "string" && one.S !== ""));

function checkFields(
  fields: readonly FieldRule[],
  attributes: Readonly<Record<string, unknown>>,
  path: string,
  wrong: (rule: string) => void,
): void {
  for (const { name, type } of fields)
    checkAttribute(type, attributes[name] as Attribute | undefined, `${path}${name}`, wrong);
}

function checkAttribute(
  type: TypeRule,
  attribute: Attribute | undefined,
  path: string,
  wrong: (rule: string) => void,
): void {
  if (isNothing(attribute)) {
    if (type.required) wrong(`${path} is absent, and the schema requires it`);
    return;
  }
  const wrongType = mismatch(type, attribute!);
  if (wrongType) wrong(`${path} is ${wrongType}`);
  else if (type.kind === "list")
    for (const member of attribute!.L as Attribute[]) checkAttribute(type.of, member, `${path}[]`, wrong);
  else if (type.kind === "object") checkFields(type.fields, attribute!.M as Attribute, `${path}.`, wrong);
}

/** What an attribute isn't; undefined when it is of the type, its members aside. */
function mismatch(type: TypeRule, attribute: Attribute): string | undefined {
  const { S, L, M } = attribute;
  switch (type.kind) {
    case "scalar":
      return scalars[type.name]!(attribute) ? undefined : `no ${type.name}`;
    case "enum":
      return typeof S === "string" && type.values.has(S) ? undefined : `none of ${type.name}'s values`;
    case "list":
      return Array.isArray(L) ? undefined : "no list";
    case "object":
      return typeof M === "object" && M !== null ? undefined : `no ${type.name}`;
  }
}
