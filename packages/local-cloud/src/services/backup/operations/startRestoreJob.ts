import * as v from "valibot";
import { invalidParameter, invalidRequest, missingParameter, notFound } from "../errors.ts";
import { earlierJob, idempotencyOf } from "../idempotency.ts";
import { tags, text } from "../members.ts";
import { type Call, operation } from "../operation.ts";
import type { RecoveryPoint } from "../points.ts";
import { readMetadata } from "../restoreMetadata.ts";
import { passRole } from "../role.ts";
import { dynamoDb } from "../views.ts";

export const startRestoreJob = operation({
  method: "PUT",
  path: "/restore-jobs",
  input: v.object({
    RecoveryPointArn: text,
    Metadata: tags,
    IamRoleArn: v.optional(text),
    IdempotencyToken: v.optional(v.string()),
    ResourceType: v.optional(v.string()),
    CopySourceTagsToRestoredResource: v.optional(v.boolean()),
  }),
  resource: ({ RecoveryPointArn }, call) => existingPoint(RecoveryPointArn, call),
  run(input, call) {
    const point = existingPoint(input.RecoveryPointArn, call);
    if (input.IamRoleArn === undefined)
      throw missingParameter("IamRoleArn is required to restore a DynamoDB table.");
    passRole(call, input.IamRoleArn);
    if ((input.ResourceType ?? dynamoDb) !== dynamoDb) {
      throw invalidParameter(
        `ResourceType is ${input.ResourceType}, but the recovery point is of type ${dynamoDb}.`,
      );
    }
    if (point.status !== "COMPLETED") {
      throw invalidRequest(
        `Recovery point ${point.arn} is ${point.status}: only a COMPLETED one can be restored.`,
      );
    }
    const idempotency = idempotencyOf(input);
    const earlier = earlierJob(call.jobs.restores.list(), idempotency);
    if (earlier) return { RestoreJobId: earlier.id };
    const job = call.restoreJobs.start({
      point,
      targetTableName: readMetadata(input.Metadata).targetTableName,
      metadata: input.Metadata,
      copiesTags: input.CopySourceTagsToRestoredResource,
      iamRoleArn: input.IamRoleArn,
      idempotency,
    });
    return { RestoreJobId: job.id };
  },
});

function existingPoint(arn: string, { points }: Call): RecoveryPoint {
  const point = points.find(arn);
  if (!point) throw notFound(`Recovery point ${arn} does not exist`);
  return point;
}
