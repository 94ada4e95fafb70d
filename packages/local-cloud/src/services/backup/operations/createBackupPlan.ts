import * as v from "valibot";
import { planArn } from "../arns.ts";
import { alreadyExists, limitExceeded } from "../errors.ts";
import { creatorRequestId, seconds, tags } from "../members.ts";
import { operation } from "../operation.ts";
import { sameDocument } from "../planDocument.ts";
import { planInput, versionOf } from "../planInput.ts";
import type { Plan } from "../plans.ts";
import { requireTags } from "../tags.ts";

/** https://docs.aws.amazon.com/aws-backup/latest/devguide/aws-backup-limits.html */
const mostPlans = 300;

export const createBackupPlan = operation({
  method: "PUT",
  path: "/backup/plans",
  input: v.object({
    BackupPlan: planInput,
    BackupPlanTags: v.optional(tags),
    CreatorRequestId: v.optional(creatorRequestId),
  }),
  resource: (_, { place }) => ({ arn: planArn(place, "*") }),
  tags: ({ BackupPlanTags }) => BackupPlanTags,
  run(input, call) {
    const { events, place, planChanged, plans, randomUUID } = call;
    requireTags(input.BackupPlanTags);
    const earlier = plans
      .list()
      .find(
        (plan) => input.CreatorRequestId !== undefined && plan.creatorRequestId === input.CreatorRequestId,
      );
    if (earlier) return answer(earlier);
    const id = randomUUID();
    const plan: Plan = {
      id,
      arn: planArn(place, id),
      ...versionOf(call, id, input.BackupPlan),
      tags: input.BackupPlanTags ?? {},
      creatorRequestId: input.CreatorRequestId,
    };
    const same = plans.list().find((other) => sameDocument(other, plan));
    if (same) {
      throw alreadyExists("Backup plan with the same plan document already exists", {
        Arn: same.arn,
        CreatorRequestId: same.creatorRequestId,
      });
    }
    if (plans.list().length >= mostPlans)
      throw limitExceeded(
        `The account has ${mostPlans} backup plans: AWS Backup allows no more in a Region.`,
      );
    plans.save(plan);
    events.plan(plan, "CREATED");
    planChanged(plan);
    return answer(plan);
  },
});

const answer = (plan: Plan) => ({
  BackupPlanId: plan.id,
  BackupPlanArn: plan.arn,
  CreationDate: seconds(plan.creationDate),
  VersionId: plan.versionId,
  AdvancedBackupSettings: plan.advancedSettings,
});
