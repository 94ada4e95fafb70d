import { AwsError } from "../../errors.ts";
import type { Place, Principal } from "../../service.ts";
import type { TopicPolicies } from "./resources.ts";
import type { Subscriptions } from "./subscriptions.ts";
import type { Notice, Subscription, Topic } from "./topic.ts";

export interface SnsCall {
  place: Place;
  topics: Map<string, Topic>;
  /** Throws NotFound. */
  find(topicArn: string): Topic;
  policies: TopicPolicies;
  subscriptions: Subscriptions;
  publish(caller: Principal, topicArn: string, notice: Notice): string;
  askToConfirm(subscription: Subscription): void;
  caller: Principal;
}

/** Gives the XML inside `<…Result>`. */
export type Operation = (input: URLSearchParams, call: SnsCall) => string;

export function required(input: URLSearchParams, member: string): string {
  const value = input.get(member);
  if (value) return value;
  throw new AwsError("InvalidParameter", `Invalid parameter: ${member}`);
}

/** Members of a map in AWS Query: `Attributes.entry.1.key` and `.value`. */
export function entriesOf(input: URLSearchParams, member: string): Record<string, string> {
  const found: Record<string, string> = {};
  for (let n = 1; input.has(`${member}.entry.${n}.key`); n++)
    found[input.get(`${member}.entry.${n}.key`)!] = input.get(`${member}.entry.${n}.value`) ?? "";
  return found;
}
