import type { Authorize, Service } from "../../service.ts";
import { jsonService } from "../jsonService.ts";
import type { EventsCall, Operation } from "./operation.ts";
import { putEvents } from "./operations/putEvents.ts";
import { describeRule, listRules, listTargetsByRule, testEventPattern } from "./operations/rules.ts";

export const operations: Record<string, Operation> = {
  DescribeRule: describeRule,
  ListRules: listRules,
  ListTargetsByRule: listTargetsByRule,
  PutEvents: putEvents,
  TestEventPattern: testEventPattern,
};

/** EventBridge, AWS JSON 1.1: events of one's own go in, the template's rules are shown. */
export const createEventsService = (deps: EventsCall & { authorize: Authorize }): Service =>
  jsonService({ service: "events", version: "1.1", operations, deps, invalidCode: "ValidationException" });
