import { join } from "node:path";
import { AwsError } from "../../errors.ts";
import { jsonFile } from "../../jsonFile.ts";
import { filterPolicy } from "./filterPolicy.ts";
import { protocols, type Subscription, type SubscriptionProtocol } from "./topic.ts";

/** A subscription as it is asked for: the attributes are those of the API. */
export interface AskedSubscription {
  topicArn: string;
  protocol: string;
  endpoint: string;
  owner: string;
  attributes: Record<string, unknown>;
  source?: string;
}

export interface Subscriptions {
  list(): Subscription[];
  ofTopic(topicArn: string): Subscription[];
  /** Throws NotFound. */
  find(arn: string): Subscription;
  /** The same asked twice is one. Throws InvalidParameter. */
  add(asked: AskedSubscription): Subscription;
  setAttribute(arn: string, name: string, value: string): void;
  confirm(topicArn: string, token: string): Subscription;
  remove(arn: string): void;
  removeWhere(gone: (subscription: Subscription) => boolean): void;
}

/** Subscriptions of the template and of the API, in a file: an address that was confirmed once stays so. */
export function createSubscriptions({
  dataDir,
  newId,
}: {
  dataDir: string;
  newId: () => string;
}): Subscriptions {
  const file = jsonFile<Subscription[]>(join(dataDir, "sns-subscriptions.json"), [], "list");
  const replace = (all: Subscription[]) => {
    file.value = all;
    file.save();
  };
  const put = (subscription: Subscription) =>
    replace([...file.value.filter(({ arn }) => arn !== subscription.arn), subscription]);

  const self: Subscriptions = {
    list: () => file.value,
    ofTopic: (topicArn) => file.value.filter((one) => one.topicArn === topicArn),
    find(arn) {
      const found = file.value.find((one) => one.arn === arn);
      if (found) return found;
      throw new AwsError("NotFound", "Subscription does not exist", { status: 404 });
    },
    add({ topicArn, protocol, endpoint, owner, attributes, source }) {
      requireEndpoint(protocol, endpoint);
      const existing = file.value.find(
        (one) => one.topicArn === topicArn && one.protocol === protocol && one.endpoint === endpoint,
      );
      const isMail = protocol.startsWith("email");
      const subscription: Subscription = {
        arn: existing?.arn ?? `${topicArn}:${newId()}`,
        topicArn,
        protocol,
        endpoint,
        owner,
        ...(existing ? existing.token && { token: existing.token } : isMail && { token: newId() }),
        ...(source !== undefined && { source }),
        ...attributesOf(attributes),
      };
      put(subscription);
      return subscription;
    },
    setAttribute(arn, name, value) {
      put({ ...self.find(arn), ...attributesOf({ [name]: value }) });
    },
    confirm(topicArn, token) {
      const waiting = file.value.find((one) => one.topicArn === topicArn && one.token === token);
      if (!waiting) throw new AwsError("InvalidParameter", "Invalid parameter: Token");
      const { token: _, ...confirmed } = waiting;
      put(confirmed);
      return confirmed;
    },
    remove: (arn) => replace(file.value.filter((one) => one.arn !== arn)),
    removeWhere(gone) {
      if (file.value.some(gone)) replace(file.value.filter((one) => !gone(one)));
    },
  };
  return self;
}

function requireEndpoint(protocol: string, endpoint: string): asserts protocol is SubscriptionProtocol {
  if (!protocols.includes(protocol as SubscriptionProtocol)) {
    throw new AwsError(
      "InvalidParameter",
      `Invalid parameter: the local SNS delivers to ${protocols.join(", ")}, not to ${protocol}`,
    );
  }
  const fits = protocol.startsWith("email")
    ? /^[^@\s]+@[^@\s]+$/.test(endpoint)
    : new RegExp(`^arn:[^:]+:${protocol}:`).test(endpoint);
  if (!fits) throw new AwsError("InvalidParameter", `Invalid parameter: ${protocol} endpoint`);
}

/** https://docs.aws.amazon.com/sns/latest/api/API_SetSubscriptionAttributes.html */
function attributesOf(attributes: Record<string, unknown>): Partial<Subscription> {
  const { FilterPolicy, FilterPolicyScope, RawMessageDelivery, RedrivePolicy } = attributes;
  const policy = document("FilterPolicy", FilterPolicy);
  const redrive = document("RedrivePolicy", RedrivePolicy);
  // https://docs.aws.amazon.com/sns/latest/dg/example_sns_SetSubscriptionAttributes_section.html: an empty one removes it.
  const isRemoved = policy && Object.keys(policy).length === 0;
  if (policy && !isRemoved) requireFilter(policy);
  return {
    ...(policy && { filterPolicy: isRemoved ? undefined : policy }),
    ...(FilterPolicyScope !== undefined && {
      filterPolicyScope: FilterPolicyScope as Subscription["filterPolicyScope"],
    }),
    ...(RawMessageDelivery !== undefined && { rawMessageDelivery: String(RawMessageDelivery) === "true" }),
    ...(redrive && { deadLetterArn: String(redrive.deadLetterTargetArn) }),
  };
}

function document(name: string, value: unknown): Record<string, unknown> | undefined {
  if (value === undefined || (value === "" && name !== "FilterPolicy")) return undefined;
  try {
    return typeof value === "string" ? Object(JSON.parse(value)) : Object(value);
  } catch {
    throw new AwsError("InvalidParameter", `Invalid parameter: ${name}: failed to parse JSON.`);
  }
}

function requireFilter(policy: Record<string, unknown>): void {
  try {
    filterPolicy(policy, "MessageBody");
  } catch (error) {
    throw new AwsError("InvalidParameter", `Invalid parameter: FilterPolicy: ${(error as Error).message}`);
  }
}
