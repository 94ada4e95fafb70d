import { AwsError } from "../../errors.ts";

// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what XML 1.0 can't carry.
const outsideXml = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/;

/** A message is text that XML could carry. https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessage.html */
export function requireText(body: string): void {
  if (body.length === 0)
    throw new AwsError("MissingParameter", "The request must contain the parameter MessageBody.");
  if (outsideXml.test(body))
    throw new AwsError("InvalidMessageContents", "The message contains characters outside the allowed set.");
}
