import { invalidRequest } from "../errors.ts";
import { operation } from "../operation.ts";
import { planName, planOf } from "../restoreTesting/planName.ts";

export const deleteRestoreTestingPlan = operation({
  method: "DELETE",
  path: "/restore-testing/plans/{RestoreTestingPlanName}",
  status: 204,
  input: planName,
  resource(input, call) {
    try {
      return planOf(input, call);
    } catch (cause) {
      // Of the errors in the API model there is no other for it.
      throw invalidRequest((cause as Error).message);
    }
  },
  run(input, call) {
    const plan = planOf(input, call);
    // https://docs.aws.amazon.com/aws-backup/latest/devguide/restore-testing.html#restore-testing-delete
    if (call.testingPlans.selections(plan).length > 0)
      throw invalidRequest(
        `Related restore testing selections must be deleted prior to the deletion of the restore testing plan ${plan.name}.`,
      );
    call.testingPlans.remove(plan);
    call.testingPlanChanged(plan.name);
  },
});
