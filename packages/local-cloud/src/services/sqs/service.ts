import type { Authorize, Place, Service } from "../../service.ts";
import { jsonService } from "../jsonService.ts";
import type { SqsDeps } from "./operation.ts";
import { operations } from "./operations.ts";

/** SQS in AWS JSON 1.0, which all of AWS's clients speak to it now. */
export const createSqs = (deps: SqsDeps & { authorize: Authorize; place: Place }): Service =>
  jsonService({
    service: "sqs",
    version: "1.0",
    operations,
    deps,
    invalidCode: "InvalidParameterValue",
    // botocore model
    queryErrors: {
      QueueDoesNotExist: "AWS.SimpleQueueService.NonExistentQueue",
      EmptyBatchRequest: "AWS.SimpleQueueService.EmptyBatchRequest",
      TooManyEntriesInBatchRequest: "AWS.SimpleQueueService.TooManyEntriesInBatchRequest",
      BatchEntryIdsNotDistinct: "AWS.SimpleQueueService.BatchEntryIdsNotDistinct",
    },
  });
