import { createHash } from "node:crypto";
import type { Chance } from "../../../chance.ts";
import { isObject, isSame, type Json } from "./json.ts";

type Refuse = (why: string) => Error;
type Intrinsic = (given: Json[], chance: Chance, refuse: Refuse) => Json;

const hashes: Record<string, string> = {
  MD5: "md5",
  "SHA-1": "sha1",
  "SHA-256": "sha256",
  "SHA-384": "sha384",
  "SHA-512": "sha512",
};
const mostCharacters = 10_000;

const text = (value: Json | undefined, refuse: Refuse): string => {
  if (typeof value === "string") return value;
  throw refuse("it takes a text.");
};
const list = (value: Json | undefined, refuse: Refuse): Json[] => {
  if (Array.isArray(value)) return value;
  throw refuse("it takes an array.");
};
const number = (value: Json | undefined, refuse: Refuse): number => {
  if (typeof value === "number") return value;
  throw refuse("it takes a number.");
};
/** Step Functions rounds what isn't whole. */
const integer = (value: Json | undefined, refuse: Refuse): number => Math.round(number(value, refuse));

const short = (value: string, refuse: Refuse): string => {
  if (value.length > mostCharacters) throw refuse(`it takes at most ${mostCharacters} characters.`);
  return value;
};

/** By the name after `States.`: https://docs.aws.amazon.com/step-functions/latest/dg/intrinsic-functions.html */
export const functions: Record<string, Intrinsic> = {
  Array: (given) => given,
  ArrayContains: ([items, wanted], _, refuse) =>
    list(items, refuse).some((item) => isSame(item, wanted ?? null)),
  ArrayGetItem([items, index], _, refuse) {
    const item = list(items, refuse)[integer(index, refuse)];
    if (item === undefined) throw refuse("the index is outside the array.");
    return item;
  },
  ArrayLength: ([items], _, refuse) => list(items, refuse).length,
  ArrayPartition([items, size], _, refuse) {
    const length = integer(size, refuse);
    if (length < 1) throw refuse("the size must be positive.");
    const all = list(items, refuse);
    return Array.from({ length: Math.ceil(all.length / length) }, (_, index) =>
      all.slice(index * length, (index + 1) * length),
    );
  },
  ArrayRange([first, last, step], _, refuse) {
    const [start, end, by] = [integer(first, refuse), integer(last, refuse), integer(step, refuse)];
    if (by === 0) throw refuse("the step must not be zero.");
    const length = Math.max(0, Math.floor((end - start) / by) + 1);
    if (length > 1000) throw refuse("it makes at most 1000 items.");
    return Array.from({ length }, (_, index) => start + index * by);
  },
  ArrayUnique: ([items], _, refuse) =>
    list(items, refuse).filter((item, index, all) => all.findIndex((other) => isSame(item, other)) === index),
  Base64Decode: ([value], _, refuse) =>
    Buffer.from(short(text(value, refuse), refuse), "base64").toString("utf8"),
  Base64Encode: ([value], _, refuse) => Buffer.from(short(text(value, refuse), refuse)).toString("base64"),
  Format([template, ...values], _, refuse) {
    const parts = text(template, refuse).split("{}");
    if (parts.length - 1 !== values.length)
      throw refuse(`it has ${parts.length - 1} places for ${values.length} values.`);
    return parts.map((part, index) => part + (index < values.length ? asText(values[index]!) : "")).join("");
  },
  Hash([value, algorithm], _, refuse) {
    const name = hashes[text(algorithm, refuse)];
    if (!name) throw refuse(`there is no hash ${algorithm}.`);
    return createHash(name)
      .update(short(asText(value ?? null), refuse))
      .digest("hex");
  },
  JsonMerge([one, other, deep], _, refuse) {
    if (deep !== false) throw refuse("only a shallow merge is supported: the third argument must be false.");
    if (!isObject(one) || !isObject(other)) throw refuse("it takes two objects.");
    return { ...one, ...other };
  },
  JsonToString: ([value]) => JSON.stringify(value ?? null),
  MathAdd: ([one, other], _, refuse) => integer(one, refuse) + integer(other, refuse),
  MathRandom([first, last, seed], chance, refuse) {
    const [start, end] = [integer(first, refuse), integer(last, refuse)];
    if (end <= start) throw refuse("the end must be after the start.");
    const drawn = chance.random(seed === undefined ? undefined : integer(seed, refuse));
    return start + Math.floor(drawn * (end - start));
  },
  StringSplit([value, separators], _, refuse) {
    const each = [...text(separators, refuse)].map((one) => one.replace(/[\\\]^-]/g, "\\$&")).join("");
    return text(value, refuse)
      .split(new RegExp(`[${each}]`))
      .filter((part) => part !== "");
  },
  StringToJson([value], _, refuse) {
    try {
      return JSON.parse(text(value, refuse));
    } catch {
      throw refuse("the text isn't JSON.");
    }
  },
  UUID: (_, chance) => chance.uuid(),
};

const asText = (value: Json): string => (typeof value === "string" ? value : JSON.stringify(value));
