import { AwsError } from "../../../errors.ts";
import { element } from "../../../xml.ts";
import { type Operation, required } from "../operation.ts";
import type { MessageAttribute } from "../topic.ts";

const mostBytes = 262_144;

/** https://docs.aws.amazon.com/sns/latest/api/API_Publish.html */
export const publish: Operation = (input, call) => {
  const target = input.get("TopicArn") ?? input.get("TargetArn");
  if (!target) {
    throw new AwsError(
      "InvalidParameter",
      "Invalid parameter: TopicArn or TargetArn Reason: no value for required parameter",
    );
  }
  const message = input.get("Message");
  if (!message) throw new AwsError("InvalidParameter", "Invalid parameter: Empty message");
  const attributes = attributesOf(input);
  if (Buffer.byteLength(message) > mostBytes)
    throw new AwsError("InvalidParameter", "Invalid parameter: Message too long");
  const subject = input.get("Subject") ?? undefined;
  if (subject !== undefined && !/^[\x20-\x7e]{1,100}$/.test(subject))
    throw new AwsError("InvalidParameter", "Invalid parameter: Subject");
  const byProtocol = input.get("MessageStructure") === "json" ? textsIn(message) : undefined;
  const notice = { message: byProtocol?.default ?? message, subject, attributes, byProtocol };
  call.find(required(new URLSearchParams({ TopicArn: target }), "TopicArn"));
  return element("MessageId", call.publish(call.caller, target, notice));
};

function textsIn(message: string): Record<string, string> {
  let texts: unknown;
  try {
    texts = JSON.parse(message);
  } catch {
    throw new AwsError(
      "InvalidParameter",
      "Invalid parameter: Message Structure - JSON message body failed to parse",
    );
  }
  if (typeof Object(texts).default === "string") return texts as Record<string, string>;
  throw new AwsError(
    "InvalidParameter",
    "Invalid parameter: Message Structure - No default entry in JSON message body",
  );
}

function attributesOf(input: URLSearchParams): Record<string, MessageAttribute> {
  const found: Record<string, MessageAttribute> = {};
  for (let n = 1; input.has(`MessageAttributes.entry.${n}.Name`); n++) {
    const member = `MessageAttributes.entry.${n}`;
    const type = input.get(`${member}.Value.DataType`) ?? "";
    const value = input.get(`${member}.Value.StringValue`) ?? input.get(`${member}.Value.BinaryValue`);
    if (!/^(String|Number|Binary)(\..+)?$/.test(type) || !value) {
      throw new AwsError(
        "InvalidParameterValue",
        `The message attribute '${input.get(`${member}.Name`)}' must contain a non-empty value and a type of String, String.Array, Number or Binary.`,
      );
    }
    found[input.get(`${member}.Name`)!] = { type, value };
  }
  return found;
}
