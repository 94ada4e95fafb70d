import * as v from "valibot";
import { seconds } from "../members.ts";
import { operation } from "../operation.ts";
import { planChangeInput, settingsOf } from "../restoreTesting/planInput.ts";
import { planName, planOf } from "../restoreTesting/planName.ts";

/** What isn't given stays as it is: https://docs.aws.amazon.com/aws-backup/latest/devguide/restore-testing.html#restore-testing-update */
export const updateRestoreTestingPlan = operation({
  method: "PUT",
  path: "/restore-testing/plans/{RestoreTestingPlanName}",
  input: v.object({ ...planName.entries, RestoreTestingPlan: planChangeInput }),
  resource: planOf,
  run({ RestoreTestingPlan: given, ...input }, call) {
    const plan = planOf(input, call);
    const updateDate = call.clock.now().toISOString();
    call.testingPlans.save({ ...plan, ...settingsOf(given, plan, call), updateDate });
    call.testingPlanChanged(plan.name);
    return {
      CreationTime: seconds(plan.creationDate),
      RestoreTestingPlanArn: plan.arn,
      RestoreTestingPlanName: plan.name,
      UpdateTime: seconds(updateDate),
    };
  },
});
