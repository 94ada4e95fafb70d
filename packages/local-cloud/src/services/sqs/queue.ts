import type { CloudClock } from "../../clock.ts";
import { AwsError } from "../../errors.ts";
import type { Records } from "../../records.ts";
import { bytesOf, type Message, type MessageAttributes } from "./message.ts";

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SetQueueAttributes.html */
export interface QueueSettings {
  delaySeconds: number;
  maximumMessageSize: number;
  retentionSeconds: number;
  waitSeconds: number;
  visibilitySeconds: number;
  redrive?: { deadLetterTargetArn: string; maxReceiveCount: number };
  kmsKey?: string;
}

export interface Outgoing {
  body: string;
  attributes?: MessageAttributes;
  delaySeconds?: number;
  senderId: string;
}

export interface Queue {
  readonly name: string;
  readonly arn: string;
  settings: QueueSettings;
  createdAt: Date;
  send(message: Outgoing): Message;
  /** Takes a message that another queue gave up on. */
  takeOver(message: Message): void;
  /** Up to so many messages that can be seen, each hidden from now on; at once. */
  receive(most: number, visibilitySeconds: number): Message[];
  /** Resolves when there may be something to receive, or so many seconds of the clock have passed. */
  waitForMessage(seconds: number): Promise<void>;
  delete(receipt: string): void;
  changeVisibility(receipt: string, seconds: number): void;
  purge(): void;
  counts(): { visible: number; inFlight: number; delayed: number };
}

interface QueueDeps {
  name: string;
  arn: string;
  settings: QueueSettings;
  stored: Records<Message>;
  clock: CloudClock;
  newId(): string;
  /** Takes a message that was received too often; false where there is no such queue. */
  bury(deadLetterArn: string, message: Message): boolean;
}

/** A standard queue, a file a message: what was answered with a message id is there after a crash. */
export function createQueue({ name, arn, settings, stored, clock, newId, bury }: QueueDeps): Queue {
  const waiting = new Set<() => void>();
  const now = () => clock.now().getTime();

  /** Those that are not older than the queue keeps them. */
  function kept(): Message[] {
    const oldest = now() - queue.settings.retentionSeconds * 1000;
    return stored.list().filter((message) => {
      if (message.sentAt >= oldest) return true;
      stored.remove(message.id);
      return false;
    });
  }

  const withReceipt = (receipt: string) => stored.list().find((message) => message.receipt === receipt);

  function put(message: Message): void {
    stored.save(message);
    for (const wake of waiting) wake();
  }

  const queue: Queue = {
    name,
    arn,
    settings,
    createdAt: clock.now(),
    send({ body, attributes = {}, delaySeconds = queue.settings.delaySeconds, senderId }) {
      const { maximumMessageSize } = queue.settings;
      if (bytesOf(body, attributes) > maximumMessageSize) {
        throw new AwsError(
          "InvalidParameterValue",
          `One or more parameters are invalid. Reason: Message must be shorter than ${maximumMessageSize} bytes.`,
        );
      }
      const message: Message = {
        id: newId(),
        body,
        attributes,
        senderId,
        sentAt: now(),
        visibleAt: now() + delaySeconds * 1000,
        receiveCount: 0,
      };
      put(message);
      return message;
    },
    takeOver: ({ receipt: _, ...message }) => put({ ...message, receiveCount: 0, visibleAt: now() }),
    receive(most, visibilitySeconds) {
      const received: Message[] = [];
      for (const message of kept().sort((one, other) => one.sentAt - other.sentAt)) {
        if (received.length === most) break;
        if (message.visibleAt > now()) continue;
        const { redrive } = queue.settings;
        if (redrive && message.receiveCount >= redrive.maxReceiveCount) {
          if (bury(redrive.deadLetterTargetArn, message)) stored.remove(message.id);
          continue;
        }
        const taken: Message = {
          ...message,
          receipt: newId(),
          receiveCount: message.receiveCount + 1,
          firstReceivedAt: message.firstReceivedAt ?? now(),
          visibleAt: now() + visibilitySeconds * 1000,
        };
        stored.save(taken);
        received.push(taken);
      }
      return received;
    },
    async waitForMessage(seconds) {
      const hidden = kept().map(({ visibleAt }) => visibleAt - now());
      const soonest = Math.min(seconds * 1000, ...hidden.filter((ms) => ms > 0));
      const waited = new AbortController();
      const wake = () => waited.abort();
      waiting.add(wake);
      await clock.sleep(soonest, waited.signal).catch(() => {});
      waiting.delete(wake);
    },
    delete(receipt) {
      const message = withReceipt(receipt);
      if (message) stored.remove(message.id);
    },
    changeVisibility(receipt, seconds) {
      const message = withReceipt(receipt);
      if (!message || message.visibleAt <= now()) {
        throw new AwsError(
          "InvalidParameterValue",
          `Value ${receipt} for parameter ReceiptHandle is invalid. Reason: Message does not exist or is not available for visibility timeout change.`,
        );
      }
      stored.save({ ...message, visibleAt: now() + seconds * 1000 });
      if (seconds === 0) for (const wake of waiting) wake();
    },
    purge() {
      for (const { id } of stored.list()) stored.remove(id);
    },
    counts() {
      const all = kept();
      const hidden = all.filter(({ visibleAt }) => visibleAt > now());
      const delayed = hidden.filter(({ receiveCount }) => receiveCount === 0).length;
      return { visible: all.length - hidden.length, inFlight: hidden.length - delayed, delayed };
    },
  };
  return queue;
}
