/** An item of eight attributes, 320 bytes on the wire: two keys, text, a number, a date, a set, a nested map, a boolean. */
export const item = (number: number) => ({
  id: { S: `item-${number}-${(number * 2654435761) % 4294967296}` },
  at: { S: `2026-11-25#${number}` },
  name: { S: `Minotaur of Crete, number ${number}` },
  price: { N: String(number * 1.25) },
  createdAt: { S: "2026-11-25T15:31:19.123Z" },
  tags: { SS: ["alpha", "beta", "gamma", `t${number % 97}`] },
  detail: { M: { colour: { S: "blue" }, sizes: { L: [{ N: "1" }, { N: "2" }, { S: "x" }] } } },
  isMythical: { BOOL: true },
});

export const keyNames = ["id", "at"];
export const perPage = 2500;

/** A page of a scan as it comes over the wire. */
export const page = (first: number, count = perPage): Buffer =>
  Buffer.from(
    JSON.stringify({
      Count: count,
      Items: Array.from({ length: count }, (_, index) => item(first + index)),
    }),
  );
