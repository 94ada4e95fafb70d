import { randomUUID } from "node:crypto";
import { AwsError } from "../../errors.ts";
import { isService, servicePrincipal } from "../../iam/principals.ts";
import type {
  Authorize,
  Clock,
  Place,
  Principal,
  ResourceHandler,
  ResourceRemover,
  Service,
} from "../../service.ts";
import type { Kms } from "../kms/kms.ts";
import type { Queues } from "../sqs/queues.ts";
import { lambdaEvent, notification, type Published, textFor } from "./envelope.ts";
import { filterPolicy } from "./filterPolicy.ts";
import { snsResources, type TopicPolicies } from "./resources.ts";
import { createSnsService } from "./service.ts";
import { createSubscriptions } from "./subscriptions.ts";
import type { Notice, Subscription, Topic } from "./topic.ts";

export interface SnsDeps {
  dataDir: string;
  place: Place;
  clock: Clock;
  authorize: Authorize;
  kms: Pick<Kms, "keyArn" | "generateDataKey">;
  queues: Pick<Queues, "find">;
  invokeLater(functionArn: string, event: unknown): void;
  /** Everything that is published, and what would be mailed to whom. */
  tell(topicArn: string, message: string, mailTo?: string): void;
  log(message: string): void;
}

export interface Sns {
  service: Service;
  resources: Record<string, ResourceHandler>;
  removers: Record<string, ResourceRemover>;
  resourcePolicy(arn: string): { Version?: string; Statement: unknown } | undefined;
  /** Publishes as that caller: throws AWS's errors where topic, policy or key don't let it. Gives the message's id. */
  publish(caller: Principal, topicArn: string, notice: Notice, context?: Record<string, string>): string;
}

/** SNS as far as alerts go: standard topics with queues, functions and mail that nobody sends. */
export function createSns(deps: SnsDeps): Sns {
  const { place, authorize, clock, queues } = deps;
  const topics = new Map<string, Topic>();
  const policies: TopicPolicies = new Map();
  const subscriptions = createSubscriptions({ dataDir: deps.dataDir, newId: randomUUID });

  function find(arn: string): Topic {
    const topic = topics.get(arn);
    if (topic) return topic;
    throw new AwsError("NotFound", "Topic does not exist", { status: 404 });
  }

  /**
   * A service needs the key's policy, a user of the key that AWS manages nothing.
   * https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html
   */
  function encrypt({ arn, kmsKey }: Topic, caller: Principal): void {
    if (kmsKey === undefined) return;
    try {
      const keyArn = deps.kms.keyArn(kmsKey);
      if (isService(caller) || !kmsKey.startsWith("alias/aws/")) {
        const context = { "kms:ViaService": `sns.${place.region}.amazonaws.com` };
        for (const action of ["kms:GenerateDataKey", "kms:Decrypt"])
          authorize(caller, action, keyArn, context);
      }
      deps.kms.generateDataKey(keyArn, { "aws:sns:topicArn": arn });
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      const code = kmsErrors[error.code];
      throw code
        ? new AwsError(code, `${error.message} (Service: AWSKMS; Error Code: ${error.code})`)
        : error;
    }
  }

  function deliver(subscription: Subscription, published: Published): void {
    const { arn, protocol, endpoint, topicArn, token } = subscription;
    if (token !== undefined) return;
    const { filterPolicy: policy, filterPolicyScope = "MessageAttributes" } = subscription;
    const text = textFor(published, protocol);
    const filtered = { body: text, attributes: published.attributes ?? {} };
    if (policy && !filterPolicy(policy, filterPolicyScope)(filtered)) return;
    try {
      if (protocol === "sqs") send(endpoint, published, subscription);
      else if (protocol === "lambda") {
        authorize(sns, "lambda:InvokeFunction", endpoint, { "aws:SourceArn": topicArn });
        deps.invokeLater(endpoint, lambdaEvent(published, subscription));
      } else {
        const mail = protocol === "email" ? text : JSON.stringify(notification(published, subscription));
        deps.tell(topicArn, mail, endpoint);
      }
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      deps.log(`${arn}: nothing is delivered to ${endpoint}: ${error.message}`);
      bury(subscription, published);
    }
  }

  function send(queueArn: string, published: Published, subscription: Subscription): void {
    const { topicArn } = published;
    const queue = queues.find(queueArn);
    authorize(sns, "sqs:SendMessage", queue.arn, { "aws:SourceArn": topicArn });
    const { rawMessageDelivery } = subscription;
    queue.send({
      senderId: place.accountId,
      body: rawMessageDelivery
        ? textFor(published, "sqs")
        : JSON.stringify(notification(published, subscription)),
      attributes: rawMessageDelivery ? queueAttributes(published) : {},
    });
  }

  /** What no retry mends goes to the dead-letter queue at once: https://docs.aws.amazon.com/sns/latest/dg/sns-dead-letter-queues.html */
  function bury(subscription: Subscription, published: Published): void {
    const { deadLetterArn, arn } = subscription;
    if (deadLetterArn === undefined) return;
    try {
      send(deadLetterArn, published, subscription);
    } catch (error) {
      deps.log(`${arn}: the dead-letter queue ${deadLetterArn} takes nothing: ${(error as Error).message}`);
    }
  }

  const self: Sns = {
    ...snsResources({ place, topics, policies, subscriptions, onPending: askToConfirm }),
    service: createSnsService({ ...deps, topics, find, policies, subscriptions, publish, askToConfirm }),
    resourcePolicy(arn) {
      if (!topics.has(arn)) return undefined;
      const found = [...policies.values()].filter(({ topics: of }) => of.includes(arn));
      return found.at(-1)?.document ?? undefined;
    },
    publish(caller, topicArn, notice, context = {}) {
      // A topic that isn't there is told from one that may not be used.
      find(topicArn);
      authorize(caller, "sns:Publish", topicArn, context);
      return publish(caller, topicArn, notice);
    },
  };
  return self;

  function publish(caller: Principal, topicArn: string, notice: Notice): string {
    const topic = find(topicArn);
    encrypt(topic, caller);
    const published: Published = { ...notice, id: randomUUID(), topicArn, at: clock.now() };
    deps.tell(topicArn, notice.message);
    for (const subscription of subscriptions.ofTopic(topicArn)) deliver(subscription, published);
    return published.id;
  }

  function askToConfirm({ topicArn, endpoint, token }: Subscription): void {
    if (token === undefined) return;
    deps.tell(topicArn, `Confirm the subscription of ${endpoint} to ${topicArn}: ${token}`, endpoint);
  }
}

const sns = servicePrincipal("sns.amazonaws.com");

/** botocore model */
const kmsErrors: Record<string, string> = {
  AccessDeniedException: "KMSAccessDenied",
  DisabledException: "KMSDisabled",
  KMSInvalidStateException: "KMSInvalidState",
  NotFoundException: "KMSNotFound",
};

const queueAttributes = ({ attributes = {} }: Notice) =>
  Object.fromEntries(
    Object.entries(attributes).map(([name, { type, value }]) => [
      name,
      { DataType: type, ...(type === "Binary" ? { BinaryValue: value } : { StringValue: value }) },
    ]),
  );
