import * as v from "valibot";
import { testingPlanArn } from "../arns.ts";
import { alreadyExists, limitExceeded } from "../errors.ts";
import { creatorRequestId, seconds, tags } from "../members.ts";
import { operation, requestTags } from "../operation.ts";
import { newPlanInput, settingsOf } from "../restoreTesting/planInput.ts";
import type { TestingPlan } from "../restoreTesting/plans.ts";
import { createRestoreTestingRole } from "../serviceLinkedRole.ts";
import { requireTags } from "../tags.ts";

/** https://docs.aws.amazon.com/aws-backup/latest/devguide/restore-testing.html#restore-testing-quotas */
const mostPlans = 100;

export const createRestoreTestingPlan = operation({
  method: "PUT",
  path: "/restore-testing/plans",
  status: 201,
  input: v.object({
    RestoreTestingPlan: newPlanInput,
    Tags: v.optional(tags),
    CreatorRequestId: v.optional(creatorRequestId),
  }),
  resource: (_, { place }) => ({ arn: testingPlanArn(place, "*") }),
  context: ({ Tags }) => requestTags(Tags),
  run({ RestoreTestingPlan: given, Tags = {}, CreatorRequestId }, call) {
    const { clock, place, randomUUID, testingPlanChanged, testingPlans } = call;
    requireTags(Tags);
    const name = given.RestoreTestingPlanName;
    const same = testingPlans.find(name);
    if (same) {
      if (CreatorRequestId !== undefined && same.creatorRequestId === CreatorRequestId) return answer(same);
      throw alreadyExists(`Restore testing plan ${name} already exists`, {
        Arn: same.arn,
        CreatorRequestId: same.creatorRequestId,
      });
    }
    if (testingPlans.list().length >= mostPlans)
      throw limitExceeded(
        `The account has ${mostPlans} restore testing plans: AWS Backup allows no more in a Region.`,
      );
    const id = randomUUID();
    const arn = testingPlanArn(place, `${name}-${id}`);
    // https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsbackup.html
    if (Object.keys(Tags).length > 0)
      call.authorize(call.caller, "backup:TagResource", arn, requestTags(Tags));
    const plan: TestingPlan = {
      id,
      name,
      arn,
      ...settingsOf(given, {}, call),
      tags: Tags,
      creatorRequestId: CreatorRequestId,
      creationDate: clock.now().toISOString(),
      tests: [],
    };
    if (testingPlans.list().length === 0) createRestoreTestingRole(call);
    testingPlans.save(plan);
    testingPlanChanged(name);
    return answer(plan);
  },
});

const answer = ({ name, arn, creationDate }: TestingPlan) => ({
  CreationTime: seconds(creationDate),
  RestoreTestingPlanArn: arn,
  RestoreTestingPlanName: name,
});
