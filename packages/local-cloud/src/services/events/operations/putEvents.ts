import * as v from "valibot";
import { AwsError } from "../../../errors.ts";
import { operation } from "../operation.ts";

const Entry = v.object({
  Source: v.optional(v.string(), ""),
  DetailType: v.optional(v.string(), ""),
  Detail: v.optional(v.string(), ""),
  Resources: v.optional(v.array(v.string()), []),
  Time: v.optional(v.number()),
  EventBusName: v.optional(v.string(), "default"),
});

type Entry = v.InferOutput<typeof Entry>;

/** https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEvents.html */
export const putEvents = operation(
  v.object({ Entries: v.pipe(v.array(Entry), v.minLength(1), v.maxLength(10)) }),
  ({ Entries }, { events, clock }) => {
    const bytes = Entries.reduce((sum, entry) => sum + bytesOf(entry), 0);
    if (bytes > mostBytes) {
      throw new AwsError(
        "ValidationException",
        `Total size of the entries in the request is over the limit.`,
      );
    }
    const results = Entries.map((entry) => {
      const fault = faultOf(entry);
      if (fault) return fault;
      const { Source: source, DetailType, Resources: resources, Detail, Time } = entry;
      const event = { source, "detail-type": DetailType, resources, detail: JSON.parse(Detail) };
      return { EventId: events.put(event, Time === undefined ? clock.now() : new Date(Time * 1000)) };
    });
    return {
      FailedEntryCount: results.filter((result) => "ErrorCode" in result).length,
      Entries: results,
    };
  },
);

/** https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-putevents.html#eb-putevent-size */
const mostBytes = 262_144;

const bytesOf = ({ Source, DetailType, Detail, Resources, Time }: Entry): number =>
  Buffer.byteLength(Source + DetailType + Detail + Resources.join("")) + (Time === undefined ? 0 : 14);

function faultOf({ Source, DetailType, Detail, EventBusName }: Entry) {
  const fault = (ErrorCode: string, ErrorMessage: string) => ({ ErrorCode, ErrorMessage });
  const missing = (name: string) =>
    fault("InvalidArgument", `Parameter ${name} is not valid. Reason: ${name} is a required argument.`);
  if (!Source) return missing("Source");
  if (!DetailType) return missing("DetailType");
  if (!Detail) return missing("Detail");
  if (Source.startsWith("aws.")) {
    return fault("NotAuthorizedForSourceException", "Not authorized for the source.");
  }
  if (EventBusName !== "default" && !/:event-bus\/default$/.test(EventBusName)) {
    return fault("ResourceNotFoundException", `Event bus ${EventBusName} does not exist.`);
  }
  return isObject(Detail) ? undefined : fault("MalformedDetail", "Detail is malformed.");
}

function isObject(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null && !Array.isArray(value);
  } catch {
    return false;
  }
}
