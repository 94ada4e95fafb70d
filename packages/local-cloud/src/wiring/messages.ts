import { randomUUID } from "node:crypto";
import { nextRun } from "@holdfast/backup-policy/schedule";
import type { CloudClock } from "../clock.ts";
import type { Deliveries } from "../faults/deliveries.ts";
import type { StrikeInside } from "../faults/door.ts";
import type { Iam } from "../iam/iam.ts";
import { servicePrincipal } from "../iam/principals.ts";
import type { Place, Principal, ResourceHandler, ResourceRemover, Service } from "../service.ts";
import type { Notify } from "../services/backup/notifications.ts";
import { type CloudWatch, createCloudWatch } from "../services/cloudwatch/cloudWatch.ts";
import { createEvents, type Events } from "../services/events/rules.ts";
import { createEventsService } from "../services/events/service.ts";
import type { Kms } from "../services/kms/kms.ts";
import type { Lambda } from "../services/lambda/functions.ts";
import { createSns, type Sns } from "../services/sns/sns.ts";
import { createQueues } from "../services/sqs/queues.ts";
import { createSqs } from "../services/sqs/service.ts";
import type { Topics } from "../topics.ts";

interface MessagesDeps {
  dataDir: string;
  place: Place;
  clock: CloudClock;
  endpoint: string;
  iam: Pick<Iam, "authorize" | "principalOfRole">;
  kms: Kms;
  topics: Topics;
  deliveries: Deliveries;
  strike: StrikeInside;
  /** Functions need queues and topics to tell, and are told by them. */
  lambda: () => Pick<Lambda, "find" | "invokeLater">;
  startExecution(machineArn: string, input: string): Promise<unknown>;
  log(service: string, message: string): void;
}

export interface Messages {
  events: Events;
  sns: Sns;
  cloudWatch: CloudWatch;
  /** By the name that requests are signed for. */
  services: Record<string, Service>;
  resources: Record<string, ResourceHandler>;
  removers: Record<string, ResourceRemover>;
  resourcePolicy(arn: string): ReturnType<Sns["resourcePolicy"]>;
  /** Hands a function's record of an invocation to its destination, as the function's role. */
  tellDestination(fn: { roleArn: string }, destinationArn: string, payload: object): Promise<void>;
  /** Tells a vault's topic, as AWS Backup. */
  notify: Notify;
  start(): void;
  stop(): Promise<void>;
}

/** What tells others of something: EventBridge, SNS, SQS, CloudWatch's alarms; who may tell whom. */
export function createMessages(deps: MessagesDeps): Messages {
  const { place, clock, topics, log, iam } = deps;
  const { authorize } = iam;
  const queues = createQueues(deps);
  const sns = createSns({
    ...deps,
    authorize,
    queues,
    invokeLater: (functionArn, event) => deps.lambda().invokeLater(functionArn, event),
    tell: topics.tell,
    log: (message) => log("sns", message),
  });

  /** As a role, or as the service itself where the target's policy lets it. */
  const eventBridge = (roleArn: string | undefined, ruleArn: string): Principal =>
    roleArn === undefined
      ? servicePrincipal("events.amazonaws.com")
      : iam.principalOfRole(roleArn, "events.amazonaws.com", ruleArn);

  const events = createEvents({
    ...deps,
    newId: randomUUID,
    random: Math.random,
    nextRun,
    async deliver({ arn, roleArn }, payload, ruleArn) {
      const service = arn.split(":")[2]!;
      const operation = calls[service];
      if (!operation) {
        topics.tell(arn, payload);
        return;
      }
      const context = { "aws:SourceArn": ruleArn };
      await deps.strike({ service, operation, resources: [arn] });
      if (service === "sns") sns.publish(eventBridge(roleArn, ruleArn), arn, { message: payload }, context);
      if (service === "sqs") {
        const queue = queues.find(arn);
        authorize(eventBridge(roleArn, ruleArn), "sqs:SendMessage", arn, context);
        queue.send({ body: payload, senderId: place.accountId });
      }
      if (service === "lambda") {
        authorize(eventBridge(undefined, ruleArn), "lambda:InvokeFunction", arn, context);
        deps.lambda().invokeLater(arn, JSON.parse(payload));
      }
      if (service === "states") {
        authorize(eventBridge(roleArn ?? "", ruleArn), "states:StartExecution", arn);
        await deps.startExecution(arn, payload);
      }
    },
    sendTo(queueArn, message, ruleArn) {
      const queue = queues.find(queueArn);
      const context = { "aws:SourceArn": ruleArn };
      authorize(eventBridge(undefined, ruleArn), "sqs:SendMessage", queueArn, context);
      queue.send({ ...message, senderId: place.accountId });
    },
    log: (message) => log("events", message),
  });

  const cloudWatch = createCloudWatch({
    ...deps,
    authorize,
    emit: events.emit,
    publish(topicArn, notice, alarmArn) {
      const context = { "aws:SourceArn": alarmArn };
      sns.publish(servicePrincipal("cloudwatch.amazonaws.com"), topicArn, notice, context);
    },
    log: (message) => log("cloudwatch", message),
  });

  return {
    events,
    sns,
    cloudWatch,
    services: {
      events: createEventsService({ events, place, clock, authorize }),
      monitoring: cloudWatch.service,
      sns: sns.service,
      sqs: createSqs({ queues, clock, place, authorize }),
    },
    resources: { ...events.resources, ...queues.resources, ...sns.resources, ...cloudWatch.resources },
    removers: { ...events.removers, ...queues.removers, ...sns.removers, ...cloudWatch.removers },
    resourcePolicy: (arn) => sns.resourcePolicy(arn) ?? queues.resourcePolicy(arn),
    async tellDestination({ roleArn }, destination, payload) {
      const role = iam.principalOfRole(roleArn, "lambda.amazonaws.com");
      const service = destination.split(":")[2];
      const body = JSON.stringify(payload);
      if (service === "sns") sns.publish(role, destination, { message: body });
      else if (service === "sqs") {
        const queue = queues.find(destination);
        authorize(role, "sqs:SendMessage", destination);
        queue.send({ body, senderId: role.accountId });
      } else if (service === "lambda") {
        authorize(role, "lambda:InvokeFunction", deps.lambda().find(destination).arn);
        deps.lambda().invokeLater(destination, payload);
      } else topics.tell(destination, body);
    },
    notify(topicArn, { message, attributes }) {
      const typed = Object.entries(attributes).map(([name, value]) => [name, { type: "String", value }]);
      try {
        const notice = { message, attributes: Object.fromEntries(typed) };
        sns.publish(servicePrincipal("backup.amazonaws.com"), topicArn, notice);
      } catch (error) {
        log("backup", `${topicArn} isn't told: ${(error as Error).message}`);
      }
    },
    start() {
      events.start();
      cloudWatch.start();
    },
    stop: () => events.stop(),
  };
}

/** How EventBridge calls a target, by its service. Other targets are only said to be told. */
const calls: Record<string, string> = {
  lambda: "Invoke",
  sns: "Publish",
  sqs: "SendMessage",
  states: "StartExecution",
};
