import type { AttributeValue } from "@aws-sdk/client-dynamodb";
import type { Strikable, Strike } from "./faults.ts";

type Item = Record<string, AttributeValue>;

/**
 * The items of a restore as faults leave them: each item is one call of `drop-items`, `alter-items` and `add-items`.
 * @param keyNames the attributes of the table's key
 */
export function strikeItems(
  { strike }: Strike,
  at: Strikable,
  keyNames: string[],
  items: AsyncIterable<Item>,
): { items: AsyncGenerator<Item>; extra(): number } {
  let extra = 0;
  async function* struck(): AsyncGenerator<Item> {
    for await (const item of items) {
      if (strike("drop-items", at)) extra--;
      else yield strike("alter-items", at) ? altered(item, keyNames) : item;
      if (!strike("add-items", at)) continue;
      extra++;
      yield added(item, keyNames);
    }
  }
  return {
    items: struck(),
    /** How many more items there were than without faults. */
    extra: () => extra,
  };
}

/** The same item with one attribute wrong: the first by name that is no part of the key. */
function altered(item: Item, keyNames: string[]): Item {
  const [name] = Object.keys(item)
    .filter((attribute) => !keyNames.includes(attribute))
    .sort();
  if (name === undefined) return { ...item, altered: { BOOL: true } };
  return { ...item, [name]: other(item[name]!) };
}

/** An item that differs from another in every attribute of its key. */
const added = (item: Item, keyNames: string[]): Item => ({
  ...item,
  ...Object.fromEntries(keyNames.map((name) => [name, other(item[name]!)])),
});

function other(value: AttributeValue): AttributeValue {
  if (value.S !== undefined) return { S: `${value.S} (fault)` };
  if (value.N !== undefined) return { N: Number(value.N) === 0 ? "1" : negated(value.N) };
  if (value.B !== undefined) return { B: Buffer.concat([value.B, Buffer.from([0])]) };
  if (value.BOOL !== undefined) return { BOOL: !value.BOOL };
  return { S: "(fault)" };
}

const negated = (number: string) => (number.startsWith("-") ? number.slice(1) : `-${number}`);
