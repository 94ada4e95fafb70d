import type { Item } from "@holdfast/restore-check";

/** What a scan's answer says besides its items. */
interface Rest {
  LastEvaluatedKey?: Item;
  ConsumedCapacity?: { CapacityUnits?: number };
}

const begin = Buffer.from('"Items":[');
const rightBracket = 0x5d;
/** A key has at most 3 KB: however it is spelled, more than this doesn't follow the items. */
const mostAfter = 64 * 1024;

/**
 * A scan's answer in two: its items as they came, a JSON array, and the rest, parsed. Where the next page begins is so
 * known long before this one's items are read. Whoever reads the array finds out whether it is one.
 */
export function splitPage(body: Buffer): { items: Buffer; rest: Rest } {
  // Text that says the same has its quotation marks escaped, and an attribute of that name holds no array.
  const at = body.indexOf(begin);
  if (at >= 0) {
    const head = body.toString("utf8", 0, at);
    const least = Math.max(at, body.length - mostAfter);
    for (let end = body.length; end > least; ) {
      end = body.lastIndexOf(rightBracket, end - 1);
      const rest = parsed(`${head}"Items":[]${body.toString("utf8", end + 1)}`);
      if (rest) return { items: body.subarray(at + begin.length - 1, end + 1), rest };
    }
  }
  // Spelled otherwise than DynamoDB does, or damaged: parsing tells which.
  const { Items = [], ...rest } = JSON.parse(body.toString());
  return { items: Buffer.from(JSON.stringify(Items)), rest };
}

/** Undefined when the text was cut at a bracket inside a string: the rest of that string is no JSON, or no name. */
function parsed(json: string): Rest | undefined {
  try {
    const rest: Rest = JSON.parse(json);
    return Object.keys(rest).every((name) => /^\w+$/.test(name)) ? rest : undefined;
  } catch {
    return undefined;
  }
}
