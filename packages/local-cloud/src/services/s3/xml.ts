import { XMLParser } from "fast-xml-parser";
import * as v from "valibot";
import { escapeXml } from "../../xml.ts";
import { malformedXml } from "./errors.ts";

export const namespace = "http://s3.amazonaws.com/doc/2006-03-01/";

/** An XML document of nested elements: a list repeats its element, what is undefined is left out. */
export const document = (name: string, value: object | string, attributes = ""): string =>
  `<?xml version="1.0" encoding="UTF-8"?>\n<${name}${attributes}>${content(value)}</${name}>`;

/** An answer's document, in S3's namespace. */
export const answer = (name: string, value: object | string): string =>
  document(name, value, ` xmlns="${namespace}"`);

function content(value: unknown): string {
  if (typeof value !== "object" || value === null) return text(String(value));
  return Object.entries(value)
    .flatMap(([name, one]) => [one].flat().map((item) => [name, item] as const))
    .filter(([, one]) => one !== undefined)
    .map(([name, one]) => `<${name}>${content(one)}</${name}>`)
    .join("");
}

/** Control characters may stand in a key; as they are they may not stand in XML. */
const text = (value: string): string =>
  // biome-ignore lint/suspicious/noControlCharactersInRegex: it is control characters that are looked for
  escapeXml(value).replace(/[\x00-\x1f\x7f]/g, (character) => `&#x${character.charCodeAt(0).toString(16)};`);

const parser = new XMLParser({ ignoreAttributes: true, removeNSPrefix: true, parseTagValue: false });

/** The members of a document's root, checked. Throws MalformedXML. */
export function parseXml<Schema extends v.GenericSchema>(
  body: Buffer,
  root: string,
  schema: Schema,
): v.InferOutput<Schema> {
  const parsed = v.safeParse(schema, members(body, root));
  if (!parsed.success) throw malformedXml();
  return parsed.output;
}

function members(body: Buffer, root: string): unknown {
  const xml = body.toString("utf8");
  // No document of S3 has one, and entities defined in it could grow without end.
  if (/<!DOCTYPE/i.test(xml)) throw malformedXml();
  try {
    const value = parser.parse(xml, true)[root];
    return value === "" ? {} : value;
  } catch {
    throw malformedXml();
  }
}

/** A repeated element: one alone comes as itself. */
export const list = <Schema extends v.GenericSchema>(item: Schema) =>
  v.pipe(
    v.unknown(),
    v.transform((value) => (value === undefined ? [] : [value].flat())),
    v.array(item),
  );

export function malformedUnless(isRight: boolean): void {
  if (!isRight) throw malformedXml();
}
