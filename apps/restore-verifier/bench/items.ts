/** An item of eight attributes, 330 bytes on the wire: two keys, text, a number, a date, a set, a nested map, a boolean. */
const item = (number: string) => ({
  id: { S: `item-${number}-4f1c` },
  at: { S: `2026-11-25#${number}` },
  name: { S: `Minotaur of Crete, number ${number}` },
  price: { N: `1${number}.25` },
  createdAt: { S: "2026-11-25T15:31:19.123Z" },
  tags: { SS: ["alpha", "beta", "gamma", `t${number.slice(-2)}`] },
  detail: { M: { colour: { S: "blue" }, sizes: { L: [{ N: "1" }, { N: "2" }, { S: "x" }] } } },
  isMythical: { BOOL: true },
});

export const keyNames = ["id", "at"];
export const perPage = 2500;
const digits = 10;

/** Pages of a scan as they come over the wire, made one after the other out of the same bytes: that takes no time. */
export function pages(count = perPage): (first: number) => Buffer {
  const mark = "#".repeat(digits);
  const Items = Array.from({ length: count }, () => item(mark));
  const body = Buffer.from(JSON.stringify({ Count: count, Items }));
  // Where numbers stand: of whole ones, and of their last two digits.
  const places: { at: number; length: number }[][] = [];
  let begin = body.indexOf('{"id"');
  for (let index = 0; index < count; index++) {
    const end = index + 1 < count ? body.indexOf('{"id"', begin + 1) : body.length;
    const found: { at: number; length: number }[] = [];
    for (let at = body.indexOf("##", begin); at >= 0 && at < end; ) {
      let length = 0;
      while (body[at + length] === 0x23) length++;
      // The separator of a sort key is one, too.
      const extra = length > digits ? length - digits : 0;
      found.push({ at: at + extra, length: length - extra });
      at = body.indexOf("##", at + length);
    }
    places.push(found);
    begin = end;
  }
  return (first) => {
    for (const [index, found] of places.entries()) {
      const text = String(first + index).padStart(digits, "0");
      for (const { at, length } of found)
        for (let digit = 0; digit < length; digit++)
          body[at + digit] = text.charCodeAt(digits - length + digit);
    }
    return body;
  };
}

export const page = (first: number): Buffer => pages()(first);
