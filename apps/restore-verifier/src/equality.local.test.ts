import { randomUUID } from "node:crypto";
import {
  type AttributeValue,
  CreateTableCommand,
  DeleteTableCommand,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  paginateScan,
  QueryCommand,
  waitUntilTableExists,
} from "@aws-sdk/client-dynamodb";
import { startTestCloud, type TestCloud } from "@holdfast/local-cloud/testing";
import { digester, type Item, TableScan } from "@holdfast/restore-check";
import { type Decimal, type Model, spell, value } from "@holdfast/restore-check/testing";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { rawScan } from "./rawScan.ts";

/**
 * What DynamoDB calls equal has equal digests, and nothing else has: asked of DynamoDB itself. That is the local
 * cloud's; or, with DYNAMODB_URL=https://dynamodb.us-east-1.amazonaws.com, AWS's, with the credentials and the region
 * that the SDK finds by itself. A table is made for it, and deleted.
 */
const url = process.env.DYNAMODB_URL;

vi.setConfig({ testTimeout: 180_000, hookTimeout: 120_000 });

const TableName = `HoldfastEquality-${randomUUID()}`;
let cloud: TestCloud | undefined;
let config: ConstructorParameters<typeof DynamoDBClient>[0];
let dynamodb: DynamoDBClient;

beforeAll(async () => {
  if (!url) cloud = await startTestCloud({ Data: { Resources: {} } });
  config = cloud ? cloud.client : { endpoint: url! };
  dynamodb = new DynamoDBClient(config);
  await dynamodb.send(
    new CreateTableCommand({
      TableName,
      KeySchema: [{ AttributeName: "id", KeyType: "HASH" }],
      AttributeDefinitions: [{ AttributeName: "id", AttributeType: "S" }],
      BillingMode: "PAY_PER_REQUEST",
    }),
  );
  await waitUntilTableExists({ client: dynamodb, maxWaitTime: 60, minDelay: 1 }, { TableName });
});
afterAll(async () => {
  await dynamodb?.send(new DeleteTableCommand({ TableName }));
  await cloud?.stop();
});

type Value = AttributeValue;
const { item: digest } = digester([]);
const digestOf = (one: Value) => digest({ value: one as object });

let items = 0;
/** Puts the value, and gives its item's key. */
async function put(one: Value): Promise<string> {
  const id = `i-${++items}`;
  await dynamodb.send(new PutItemCommand({ TableName, Item: { id: { S: id }, value: one } }));
  return id;
}

const get = async (id: string) =>
  (await dynamodb.send(new GetItemCommand({ TableName, Key: { id: { S: id } }, ConsistentRead: true }))).Item!
    .value!;

/** Whether the item fulfils this: `#value` is its value. */
async function fulfils(id: string, { text, names = {}, values }: Condition): Promise<boolean> {
  const { Count } = await dynamodb.send(
    new QueryCommand({
      TableName,
      ConsistentRead: true,
      KeyConditionExpression: "#id = :id",
      FilterExpression: text,
      ExpressionAttributeNames: { "#id": "id", "#value": "value", ...names },
      ExpressionAttributeValues: { ":id": { S: id }, ...values },
    }),
  );
  return Count === 1;
}

interface Condition {
  text: string;
  names?: Record<string, string>;
  values: Record<string, Value>;
}

/** What DynamoDB says, asked in two ways that have to agree. */
async function isEqual(id: string, other: Value): Promise<boolean> {
  if (!url && isDocument(other)) return fulfils(id, leafByLeaf(other));
  const values = { ":other": other };
  const [equal, differs] = await Promise.all(
    ["#value = :other", "#value <> :other"].map((text) => fulfils(id, { text, values })),
  );
  expect(differs).toBe(!equal);
  return equal!;
}

const isDocument = ({ M, L }: Value) => M !== undefined || L !== undefined;

/**
 * For dynalite, which can't compare maps and lists: as many members, each of its name or place equal, down to the
 * values that aren't documents.
 */
function leafByLeaf(other: Value): Condition {
  const condition = { names: {} as Record<string, string>, values: {} as Record<string, Value> };
  const value = (one: Value) => {
    const name = `:v${Object.keys(condition.values).length}`;
    condition.values[name] = one;
    return name;
  };
  const write = (path: string, one: Value): string[] => {
    if (!isDocument(one)) return [`${path} = ${value(one)}`];
    const members = one.L
      ? one.L.map((member, index) => [`${path}[${index}]`, member] as const)
      : Object.entries(one.M!).map(([name, member]) => {
          const placeholder = `#n${Object.keys(condition.names).length}`;
          condition.names[placeholder] = name;
          return [`${path}.${placeholder}`, member] as const;
        });
    return [
      `attribute_type(${path}, ${value({ S: one.L ? "L" : "M" })})`,
      `size(${path}) = ${value({ N: String(members.length) })}`,
      ...members.flatMap(([at, member]) => write(at, member)),
    ];
  };
  return { text: write("#value", other).join(" AND "), ...condition };
}

/** Numbers at the ends of what DynamoDB holds: 38 digits, 1E-130 to 9.99...E+125. */
const decimal: fc.Arbitrary<Decimal> = fc
  .tuple(
    fc.constantFrom("" as const, "-" as const),
    fc.oneof(
      fc.stringMatching(/^[1-9]([0-9]{0,36}[1-9])?$/),
      fc.stringMatching(/^[1-9][0-9]{36}[1-9]$/),
      fc.constant(""),
    ),
    fc.oneof(fc.integer({ min: -130, max: 125 }), fc.constantFrom(-130, -129, 0, 124, 125)),
  )
  .map(([sign, digits, magnitude]) => ({
    sign,
    digits,
    exponent: magnitude - Math.max(0, digits.length - 1),
  }));

const text = fc.oneof(
  fc.string({ unit: "binary", maxLength: 8 }),
  // The same letters, composed and decomposed; forms that look alike; what other languages call equal.
  fc.constantFrom(
    "é",
    "e\u0301",
    "Å",
    "A\u030a",
    "\u212b",
    "ß",
    "ss",
    "ﬁ",
    "fi",
    "İ",
    "i\u0307",
    "",
    " ",
    "\0",
    "a",
    "A",
    "1",
    "1.0",
  ),
);

const any: fc.Arbitrary<Model> = fc.oneof(
  { weight: 3, arbitrary: value },
  { weight: 2, arbitrary: fc.record({ N: decimal }) },
  { weight: 1, arbitrary: fc.record({ S: text }) },
  {
    weight: 1,
    arbitrary: fc.record({
      NS: fc.uniqueArray(decimal, {
        minLength: 1,
        maxLength: 4,
        selector: (one) => (one.digits ? JSON.stringify(one) : "0"),
      }),
    }),
  },
);

/** The model, or one that differs from it as little as can be. */
const nearly = (one: Model): fc.Arbitrary<Model> => fc.constantFrom(one, one, ...neighbours(one));

function neighbours(one: Model): Model[] {
  if ("S" in one) {
    const numeric: Model[] = /^[1-9]{1,9}$/.test(one.S)
      ? [{ N: { sign: "", digits: one.S, exponent: 0 } }]
      : [];
    return [
      { S: `${one.S} ` },
      { S: one.S.normalize("NFC") },
      { S: one.S.normalize("NFD") },
      { S: one.S.toLowerCase() },
      { B: [...Buffer.from(one.S)] },
      { SS: [one.S] },
      ...numeric,
    ];
  }
  if ("N" in one) return [...numbersBeside(one.N).map((N) => ({ N })), { NS: [one.N] }];
  if ("B" in one) return [{ B: [...one.B, 0] }, { B: one.B.map((byte) => byte ^ 1) }, { BS: [one.B] }];
  if ("BOOL" in one) return [{ BOOL: !one.BOOL }, { NULL: true }];
  if ("NULL" in one) return [{ BOOL: true }, { M: {} }, { L: [] }];
  if ("SS" in one)
    return [
      { SS: [...one.SS, `${one.SS.join("")}+`] },
      { L: one.SS.map((S) => ({ S })) },
      ...(one.SS.length > 1 ? [{ SS: one.SS.slice(1) }] : []),
    ];
  if ("NS" in one)
    return [
      { NS: [...one.NS, { sign: "", digits: "7", exponent: -99 }] },
      { L: one.NS.map((N) => ({ N })) },
      ...numbersBeside(one.NS[0]!).map((first) => ({ NS: [first, ...one.NS.slice(1)] })),
    ];
  if ("BS" in one)
    return [
      { BS: [...one.BS, [1, 2, 3, 4, 5, 6, 7, 8, 9]] },
      ...(one.BS.length > 1 ? [{ BS: one.BS.slice(1) }] : []),
    ];
  if ("L" in one)
    return [
      { L: one.L.toReversed() },
      { L: [...one.L, { NULL: true }] },
      { L: one.L.slice(1) },
      ...one.L.flatMap((member, at) => neighbours(member).map((other) => ({ L: one.L.with(at, other) }))),
    ];
  return [
    { M: { ...one.M, "one more": { NULL: true } } },
    { M: Object.fromEntries(Object.entries(one.M).slice(1)) },
    ...Object.entries(one.M).flatMap(([name, member]) =>
      neighbours(member).map((other) => ({ M: { ...one.M, [name]: other } })),
    ),
  ];
}

/** Numbers that differ in their last digit, their sign, or their exponent alone; all of them DynamoDB can hold. */
function numbersBeside({ sign, digits, exponent }: Decimal): Decimal[] {
  if (digits === "") return [{ sign: "", digits: "1", exponent: -130 }];
  const last = digits.at(-1)!;
  const up = exponent + digits.length - 1 < 125 ? 1 : -1;
  return [
    { sign: sign ? "" : "-", digits, exponent },
    { sign, digits: digits.slice(0, -1) + (last === "9" ? "8" : String(Number(last) + 1)), exponent },
    { sign, digits, exponent: exponent + up },
  ].filter((one) => !/0$/.test(one.digits)) as Decimal[];
}

const randoms = fc
  .infiniteStream(fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }))
  .map((stream) => () => stream.next().value);

/** dynalite refuses a plus sign, which DynamoDB takes: see the exceptions below. */
const unsigned = (number: string) => (url ? number : number.replace(/^\+/, ""));

/** One of the value's spellings, as the SDK takes it. */
function spelled(model: Model, random: () => number): Value {
  const bytes = (one: unknown) => (typeof one === "string" ? Buffer.from(one, "base64") : one);
  const json = JSON.stringify(spell({ value: model }, random).value, (_, member) =>
    member instanceof Uint8Array ? Buffer.from(member).toString("base64") : member,
  );
  return JSON.parse(json, (name, member) => {
    if (name === "B" && typeof member === "string") return bytes(member);
    if (name === "BS" && Array.isArray(member)) return member.map(bytes);
    if (name === "N" && typeof member === "string") return unsigned(member);
    return name === "NS" && Array.isArray(member) ? member.map(unsigned) : member;
  });
}

test("calls two values equal exactly when DynamoDB does, and leaves them what they are when it has stored them", async () => {
  let equal = 0;
  await fc.assert(
    fc.asyncProperty(
      any.chain((one) => fc.tuple(fc.constant(one), fc.oneof({ weight: 4, arbitrary: nearly(one) }, any))),
      randoms,
      async ([one, other], random) => {
        const [stored, asked] = [spelled(one, random), spelled(other, random)];
        const id = await put(stored);
        const isSame = digestOf(stored) === digestOf(asked);
        if (isSame) equal++;
        expect(await isEqual(id, asked)).toBe(isSame);
        expect(digestOf(await get(id))).toBe(digestOf(stored));
      },
    ),
    { numRuns: 400 },
  );
  expect(equal).toBeGreaterThan(40);
});

test.each([
  ["-0", "0"],
  ["0E120", "0"],
  ["00042", "42"],
  ["1.0", "1"],
  ["1.5E2", "150"],
  ["0.00010", "1e-4"],
  ["1E-130", `0.${"0".repeat(129)}1`],
  [`${"9".repeat(38)}E88`, `9.${"9".repeat(37)}E+125`],
  [`000${"1234567890".repeat(3)}12345678.000`, `${"1234567890".repeat(3)}12345678`],
])("has one digest for %s and %s, which DynamoDB calls equal", async (one, other) => {
  const id = await put({ N: one });
  expect(await isEqual(id, { N: other })).toBe(true);
  expect(digestOf({ N: one })).toBe(digestOf({ N: other }));
  expect(digestOf(await get(id))).toBe(digestOf({ N: one }));
});

test("finds a member in a set exactly when DynamoDB's contains does", async () => {
  const distinct = (one: Decimal) => (one.digits ? JSON.stringify(one) : "0");
  const set = fc.oneof(
    fc.uniqueArray(decimal, { minLength: 1, maxLength: 4, selector: distinct }).map((NS) => ({ NS })),
    fc.uniqueArray(text, { minLength: 1, maxLength: 4 }).map((SS) => ({ SS })),
  );
  const member = (one: { NS: Decimal[] } | { SS: string[] }): Model =>
    "NS" in one ? { N: one.NS[0]! } : { S: one.SS[0]! };
  await fc.assert(
    fc.asyncProperty(
      set.chain((one) => fc.tuple(fc.constant(one), nearly(member(one)))),
      randoms,
      async ([one, other], random) => {
        const [stored, asked] = [spelled(one, random), spelled(other, random)];
        const members: Value[] = stored.NS ? stored.NS.map((N) => ({ N })) : stored.SS!.map((S) => ({ S }));
        const id = await put(stored);
        const condition = { text: "contains(#value, :other)", values: { ":other": asked } };
        fc.pre(!asked.SS && !asked.NS && !asked.B);
        expect(await fulfils(id, condition)).toBe(members.some((each) => digestOf(each) === digestOf(asked)));
      },
    ),
    { numRuns: 100 },
  );
});

test("comes to the same sums by what the SDK gives of all these items and by what came over the wire", async () => {
  const [bySdk, byWire] = [0, 1].map(
    () => new TableScan({ seed: new Uint8Array(32).fill(7), keyNames: ["id"] }),
  );
  for await (const { Items = [] } of paginateScan({ client: dynamodb }, { TableName }))
    for (const item of Items) bySdk!.add(item as Item);
  const read = rawScan(config);
  let count = 0;
  for (let after: Item | undefined, isFirst = true; isFirst || after; isFirst = false) {
    const { items: json, LastEvaluatedKey } = await read({
      TableName,
      ...(after && { ExclusiveStartKey: after }),
    });
    count += byWire!.addWire(json);
    after = LastEvaluatedKey;
  }
  expect(count).toBe(items);
  byWire!.summary.sketch.subtract(bySdk!.summary.sketch);
  expect(byWire!.summary.sketch.isZero).toBe(true);
});

/**
 * Where dynalite, the local cloud's DynamoDB, is known to be another than AWS's: what AWS says is beside each, and is
 * what the digests hold to. With DYNAMODB_URL these ask AWS, and expect what it says.
 */
const aws = url !== undefined;

test.each([
  ["maps", { M: { a: { N: "1" }, b: { L: [] } } }, { M: { b: { L: [] }, a: { N: "1.0" } } }],
  ["lists", { L: [{ N: "1" }, { S: "x" }] }, { L: [{ N: "1.0" }, { S: "x" }] }],
] satisfies [string, Value, Value][])(
  // "EQ is supported for all data types, including lists and maps":
  // https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_Condition.html
  // dynalite compares them by identity: https://github.com/architect/dynalite/issues/142
  "has equal digests for equal %s, which dynalite never calls equal",
  async (_, one, other) => {
    expect(digestOf(one)).toBe(digestOf(other));
    const id = await put(one);
    expect(await fulfils(id, { text: "#value = :other", values: { ":other": other } })).toBe(aws);
    expect(await isEqual(id, other)).toBe(true);
  },
);

test("has one digest for a number with a plus sign and without, which dynalite refuses", async () => {
  // Stored by AWS as 5: https://github.com/nubo-db/dynoxide/issues/109
  expect(digestOf({ N: "+5" })).toBe(digestOf({ N: "5" }));
  const stored = put({ N: "+5" }).then(get);
  if (aws) expect(await stored).toEqual({ N: "5" });
  else await expect(stored).rejects.toThrow("cannot be converted to a numeric value: +5");
});

test("tells bytes apart that dynalite's contains takes for the same", async () => {
  // "DynamoDB treats each byte of the binary data as unsigned when it compares binary values", and a set contains what
  // is an exact match of a member: https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_Condition.html
  // dynalite compares what the bytes say as UTF-8 (contains in its db/index.js).
  const [one, other] = [Uint8Array.of(0x80), Uint8Array.of(0x81)];
  expect(digestOf({ B: one })).not.toBe(digestOf({ B: other }));
  const id = await put({ BS: [one] });
  expect(await fulfils(id, { text: "contains(#value, :other)", values: { ":other": { B: other } } })).toBe(
    !aws,
  );
  expect(await isEqual(id, { BS: [other] })).toBe(false);
});

test("has one digest for the empty text, which dynalite's IN never finds", async () => {
  // "Checks for matching elements in a list", each by equality; an empty text is a value like another since 2020:
  // https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_Condition.html
  // https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/HowItWorks.NamingRulesDataTypes.html
  const id = await put({ S: "" });
  expect(digestOf(await get(id))).toBe(digestOf({ S: "" }));
  expect(await fulfils(id, { text: "#value IN (:other)", values: { ":other": { S: "" } } })).toBe(aws);
  expect(await isEqual(id, { S: "" })).toBe(true);
});
