import type { MessageAttributes } from "../sqs/message.ts";
import type { Failure } from "./failure.ts";
import type { Delivery } from "./retries.ts";

/**
 * What an event that couldn't be delivered tells its dead-letter queue.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-dlq.html
 */
export function deadLetterAttributes(
  { ruleArn, target, retries }: Delivery,
  { code, message }: Failure,
  exhausted: string | undefined,
): MessageAttributes {
  const text = (StringValue: string) => ({ DataType: "String", StringValue });
  return {
    RULE_ARN: text(ruleArn),
    TARGET_ARN: text(target.arn),
    ERROR_CODE: text(code),
    ERROR_MESSAGE: text(message),
    ...(exhausted !== undefined && {
      EXHAUSTED_RETRY_CONDITION: text(exhausted),
      RETRY_ATTEMPTS: text(String(retries)),
    }),
  };
}
