import * as v from "valibot";
import { seconds } from "../members.ts";
import { operation } from "../operation.ts";
import { planOf, selectionName, selectionOf } from "../restoreTesting/planName.ts";
import { selectionChangeInput, settingsOf } from "../restoreTesting/selectionInput.ts";
import { passRoleToTests } from "../role.ts";

/** What isn't given stays as it is: https://docs.aws.amazon.com/aws-backup/latest/devguide/restore-testing.html#restore-testing-update */
export const updateRestoreTestingSelection = operation({
  method: "PUT",
  path: "/restore-testing/plans/{RestoreTestingPlanName}/selections/{RestoreTestingSelectionName}",
  input: v.object({ ...selectionName.entries, RestoreTestingSelection: selectionChangeInput }),
  resource: planOf,
  run({ RestoreTestingSelection: given, ...input }, call) {
    const plan = planOf(input, call);
    const selection = selectionOf(input, call);
    if (given.IamRoleArn !== undefined) passRoleToTests(call, given.IamRoleArn);
    const updateDate = call.clock.now().toISOString();
    call.testingPlans.saveSelection({ ...selection, ...settingsOf(given, selection), updateDate });
    return {
      CreationTime: seconds(selection.creationDate),
      RestoreTestingPlanArn: plan.arn,
      RestoreTestingPlanName: plan.name,
      RestoreTestingSelectionName: selection.RestoreTestingSelectionName,
      UpdateTime: seconds(updateDate),
    };
  },
});
