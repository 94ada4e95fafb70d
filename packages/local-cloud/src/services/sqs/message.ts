import { createHash } from "node:crypto";

export interface MessageAttribute {
  DataType: string;
  StringValue?: string;
  /** Base64. */
  BinaryValue?: string;
}

export type MessageAttributes = Record<string, MessageAttribute>;

/** A message as it is kept. Times are epoch milliseconds of the cloud's clock. */
export interface Message {
  id: string;
  body: string;
  attributes: MessageAttributes;
  senderId: string;
  sentAt: number;
  visibleAt: number;
  firstReceivedAt?: number;
  receiveCount: number;
  /** The newest receipt handle: it, and no older one, deletes the message. */
  receipt?: string;
}

export const md5 = (text: string): string => createHash("md5").update(text).digest("hex");

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-message-metadata.html */
export function md5OfAttributes(attributes: MessageAttributes): string | undefined {
  const names = Object.keys(attributes).sort();
  if (names.length === 0) return undefined;
  const hash = createHash("md5");
  const sized = (bytes: Buffer) => {
    const length = Buffer.alloc(4);
    length.writeUInt32BE(bytes.length);
    hash.update(length).update(bytes);
  };
  for (const name of names) {
    const { DataType, StringValue, BinaryValue } = attributes[name]!;
    sized(Buffer.from(name));
    sized(Buffer.from(DataType));
    const isBinary = DataType.startsWith("Binary");
    hash.update(Buffer.from([isBinary ? 2 : 1]));
    sized(isBinary ? Buffer.from(BinaryValue ?? "", "base64") : Buffer.from(StringValue ?? ""));
  }
  return hash.digest("hex");
}

/** Body and attributes together, names and types included, may not be larger than the queue's limit. */
export const bytesOf = (body: string, attributes: MessageAttributes): number =>
  Buffer.byteLength(body) +
  Object.entries(attributes).reduce(
    (sum, [name, { DataType, StringValue = "", BinaryValue = "" }]) =>
      sum + Buffer.byteLength(name + DataType + StringValue) + Buffer.from(BinaryValue, "base64").length,
    0,
  );
