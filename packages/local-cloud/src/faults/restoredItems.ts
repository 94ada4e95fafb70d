import { countLines, joinLines, splitLines } from "../services/dynamodb/moving/lines.ts";
import type { Strikable, Strike } from "./faults.ts";

/** In DynamoDB's JSON: binary values are base64. */
type Item = Record<string, Value>;
interface Value {
  S?: string;
  N?: string;
  B?: string;
  BOOL?: boolean;
}

/**
 * The items of a restore, in JSON, one on a line, as faults leave them: each item is one call of `drop-items`,
 * `alter-items` and `add-items`.
 * @param keyNames the attributes of the table's key
 */
export async function* strikeItems(
  { strike }: Strike,
  at: Strikable,
  keyNames: string[],
  chunks: AsyncIterable<Buffer>,
): AsyncGenerator<Buffer> {
  for await (const chunk of chunks) {
    const struck = new Map<number, { drop: boolean; alter: boolean; add: boolean }>();
    const items = countLines(chunk);
    for (let number = 0; number < items; number++) {
      const drop = strike("drop-items", at) !== undefined;
      const alter = !drop && strike("alter-items", at) !== undefined;
      const add = strike("add-items", at) !== undefined;
      if (drop || alter || add) struck.set(number, { drop, alter, add });
    }
    if (struck.size === 0) {
      yield chunk;
      continue;
    }
    const left = splitLines(chunk).flatMap((line, number) => {
      const { drop, alter, add } = struck.get(number) ?? {};
      return [...(drop ? [] : [alter ? change(altered, line) : line]), ...(add ? [change(added, line)] : [])];
    });
    if (left.length > 0) yield joinLines(left);
  }

  function change(how: (item: Item, keyNames: string[]) => Item, line: Buffer): Buffer {
    return Buffer.from(JSON.stringify(how(JSON.parse(line.toString()), keyNames)));
  }
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

function other(value: Value): Value {
  if (value.S !== undefined) return { S: `${value.S} (fault)` };
  if (value.N !== undefined) return { N: Number(value.N) === 0 ? "1" : negated(value.N) };
  if (value.B !== undefined)
    return { B: Buffer.concat([Buffer.from(value.B, "base64"), Buffer.from([0])]).toString("base64") };
  if (value.BOOL !== undefined) return { BOOL: !value.BOOL };
  return { S: "(fault)" };
}

const negated = (number: string) => (number.startsWith("-") ? number.slice(1) : `-${number}`);
