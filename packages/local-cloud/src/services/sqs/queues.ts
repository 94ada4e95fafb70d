import { randomUUID } from "node:crypto";
import { rmSync } from "node:fs";
import { join } from "node:path";
import type { CloudClock } from "../../clock.ts";
import { AwsError } from "../../errors.ts";
import { type Records, records } from "../../records.ts";
import type { Place, ResourceHandler, ResourceRemover } from "../../service.ts";
import type { Message } from "./message.ts";
import { createQueue, type Queue, type QueueSettings } from "./queue.ts";

export interface Queues {
  resources: Record<string, ResourceHandler>;
  removers: Record<string, ResourceRemover>;
  list(): Queue[];
  /** By name, URL or ARN. Throws QueueDoesNotExist. */
  find(nameUrlOrArn: string): Queue;
  urlOf(queue: Queue): string;
  resourcePolicy(arn: string): { Version?: string; Statement: unknown } | undefined;
}

interface QueuesDeps {
  dataDir: string;
  place: Place;
  clock: CloudClock;
  endpoint: string;
}

/** The queues of the template. What is in one that is taken out of the stacks goes with it, as in AWS. */
export function createQueues({ dataDir, place, clock, endpoint }: QueuesDeps): Queues {
  const queues = new Map<string, { queue: Queue; source: string }>();
  const policies = new Map<string, { document: object; queues: string[] }>();
  const kept = new Map<string, Records<Message>>();
  const folderOf = (name: string) => join(dataDir, "sqs", name);
  const nameOf = (nameUrlOrArn: string) => nameUrlOrArn.split(/[:/]/).at(-1)!;

  function storeOf(name: string): Records<Message> {
    const store = kept.get(name) ?? records<Message>(folderOf(name));
    kept.set(name, store);
    return store;
  }

  function bury(deadLetterArn: string, message: Message): boolean {
    const target = queues.get(nameOf(deadLetterArn));
    if (!target) return false;
    target.queue.takeOver(message);
    return true;
  }

  const self: Queues = {
    list: () => [...queues.values()].map(({ queue }) => queue),
    find(nameUrlOrArn) {
      const found = queues.get(nameOf(nameUrlOrArn));
      if (found) return found.queue;
      throw new AwsError("QueueDoesNotExist", "The specified queue does not exist.");
    },
    urlOf: ({ name }) => `${endpoint}/${place.accountId}/${name}`,
    resourcePolicy(arn) {
      const name = nameOf(arn);
      if (!/^arn:[^:]+:sqs:/.test(arn) || !queues.has(name)) return undefined;
      const documents = [...policies.values()].filter((policy) => policy.queues.includes(name));
      return documents.at(-1)?.document as ReturnType<Queues["resourcePolicy"]>;
    },
    resources: {
      async "AWS::SQS::Queue"({ properties, physicalId, stackName, logicalId }) {
        if (properties.FifoQueue === true) {
          throw new AwsError(
            "UnsupportedOperation",
            `${logicalId}: the local cloud's SQS has standard queues only, no FIFO queue.`,
          );
        }
        const name: string = properties.QueueName ?? physicalId.slice(-80);
        const arn = `arn:${place.partition}:sqs:${place.region}:${place.accountId}:${name}`;
        const source = `${stackName}/${logicalId}`;
        for (const [other, entry] of queues) if (entry.source === source && other !== name) drop(other);
        const settings = settingsOf(properties);
        const existing = queues.get(name);
        if (existing) existing.queue.settings = settings;
        else {
          const stored = storeOf(name);
          queues.set(name, {
            source,
            queue: createQueue({ name, arn, settings, stored, clock, newId: randomUUID, bury }),
          });
        }
        const queue = queues.get(name)!.queue;
        return {
          ref: self.urlOf(queue),
          attributes: { Arn: arn, QueueName: name, QueueUrl: self.urlOf(queue) },
        };
      },
      async "AWS::SQS::QueuePolicy"({ properties, physicalId, stackName, logicalId }) {
        policies.set(`${stackName}/${logicalId}`, {
          document: properties.PolicyDocument,
          queues: (properties.Queues ?? []).map(nameOf),
        });
        return { ref: physicalId };
      },
    },
    removers: {
      async "AWS::SQS::Queue"({ physicalId }) {
        const name = nameOf(physicalId);
        const current = queues.get(name)?.queue;
        // Its URL changes with the cloud's port: one of an earlier start isn't the end of the queue.
        if (!current || self.urlOf(current) === physicalId) drop(name);
      },
      "AWS::SQS::QueuePolicy": async ({ source }) => void policies.delete(source),
    },
  };
  return self;

  function drop(name: string): void {
    queues.delete(name);
    kept.delete(name);
    rmSync(folderOf(name), { recursive: true, force: true });
  }
}

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-sqs-queue.html */
function settingsOf(properties: Record<string, any>): QueueSettings {
  const { RedrivePolicy: redrive } = properties;
  return {
    delaySeconds: Number(properties.DelaySeconds ?? 0),
    maximumMessageSize: Number(properties.MaximumMessageSize ?? 1_048_576),
    retentionSeconds: Number(properties.MessageRetentionPeriod ?? 345_600),
    waitSeconds: Number(properties.ReceiveMessageWaitTimeSeconds ?? 0),
    visibilitySeconds: Number(properties.VisibilityTimeout ?? 30),
    kmsKey: properties.KmsMasterKeyId,
    ...(redrive && {
      redrive: {
        deadLetterTargetArn: redrive.deadLetterTargetArn,
        maxReceiveCount: Number(redrive.maxReceiveCount),
      },
    }),
  };
}
