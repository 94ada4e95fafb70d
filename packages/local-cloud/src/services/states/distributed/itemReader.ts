import type { ObjectStore } from "../../s3/objectStore.ts";
import { StatesError } from "../asl/errors.ts";
import { flowOf, numberField } from "../asl/flow.ts";
import { isObject, type Json, type JsonObject } from "../asl/json.ts";
import type { Visit } from "../run/run.ts";
import { parseCsv } from "./csv.ts";

const failed = (cause: string) => new StatesError("States.ItemReaderFailed", cause);

/** Throws, naming the state, for a reader that the local Step Functions doesn't have. */
export function requireReadable(machine: string, state: string, reader: JsonObject): void {
  const { Resource, ReaderConfig = {} } = reader;
  const kind = String(Resource).split(":").at(-1)!;
  const { InputType = "JSON", Transformation = "NONE" } = ReaderConfig as JsonObject;
  const refused =
    kind in readers
      ? kind === "getObject" && !(String(InputType) in parsers)
        ? `the input type ${InputType}`
        : Transformation !== "NONE"
          ? `the transformation ${Transformation}`
          : undefined
      : `the resource ${Resource}`;
  if (refused)
    throw new Error(
      `${machine}: the state ${state} reads items with ${refused}, which the local Step Functions can't`,
    );
}

/** https://docs.aws.amazon.com/step-functions/latest/dg/input-output-itemreader.html */
export async function readItems(visit: Visit, input: Json, objects: ObjectStore): Promise<Json[]> {
  const reader = visit.state.ItemReader as JsonObject;
  const config = (reader.ReaderConfig ?? {}) as JsonObject;
  const template = reader.Parameters ?? reader.Arguments ?? {};
  const parameters = (await visit.flow.filled("ItemReader", template, input)) as JsonObject;
  const scope = { input, context: visit.context, variables: visit.frame.variables };
  const flow = flowOf(
    visit.run.language,
    { QueryLanguage: visit.state.QueryLanguage, ...config, Type: "Map" } as never,
    scope,
    visit.run.chance,
  );
  const most = await numberField(flow, "MaxItems", input);
  const read = readers[String(reader.Resource).split(":").at(-1)!]!;
  try {
    const items = await read(parameters, config, objects, most ?? Number.POSITIVE_INFINITY);
    return items.slice(0, most);
  } catch (error) {
    if (error instanceof StatesError) throw error;
    throw failed((error as Error).message);
  }
}

type Reader = (
  parameters: JsonObject,
  config: JsonObject,
  objects: ObjectStore,
  most: number,
) => Promise<Json[]>;

const readers: Record<string, Reader> = {
  async getObject({ Bucket, Key, VersionId }, config, objects) {
    const body = await objects.get(
      String(Bucket),
      String(Key),
      VersionId === undefined ? undefined : String(VersionId),
    );
    return parsers[String(config.InputType ?? "JSON")]!(body.toString("utf8"), config);
  },
  async listObjectsV2({ Bucket, Prefix }, _, objects, most) {
    const found: Json[] = [];
    for await (const one of objects.list(String(Bucket), Prefix === undefined ? undefined : String(Prefix))) {
      if (found.length >= most) break;
      found.push(one);
    }
    return found;
  },
};

const parsers: Record<string, (text: string, config: JsonObject) => Json[]> = {
  JSON(text, { ItemsPointer }) {
    const whole = parsed(text);
    const items = ItemsPointer === undefined ? whole : pointed(whole, String(ItemsPointer));
    if (Array.isArray(items)) return items;
    if (isObject(items)) return Object.entries(items).map(([Key, Value]) => ({ Key, Value }));
    throw failed("Attempting to map over a JSON value that is neither an array nor an object.");
  },
  JSONL: (text) =>
    text
      .split(/\r?\n/)
      .filter((line) => line.trim() !== "")
      .map(parsed),
  CSV: (text, config) => parseCsv(text, config, failed),
};

function parsed(text: string): Json {
  try {
    return JSON.parse(text);
  } catch {
    throw failed("Unable to parse the object as JSON.");
  }
}

/** RFC 6901. */
function pointed(whole: Json, pointer: string): Json {
  return pointer
    .split("/")
    .slice(1)
    .map((step) => step.replaceAll("~1", "/").replaceAll("~0", "~"))
    .reduce<Json>((value, step) => {
      const next = isObject(value) ? value[step] : Array.isArray(value) ? value[Number(step)] : undefined;
      if (next === undefined) throw failed(`ItemsPointer ${pointer} points to nothing.`);
      return next;
    }, whole);
}
