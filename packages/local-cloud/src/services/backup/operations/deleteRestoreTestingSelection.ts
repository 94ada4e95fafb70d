import { operation } from "../operation.ts";
import { planOf, selectionName, selectionOf } from "../restoreTesting/planName.ts";

export const deleteRestoreTestingSelection = operation({
  method: "DELETE",
  path: "/restore-testing/plans/{RestoreTestingPlanName}/selections/{RestoreTestingSelectionName}",
  status: 204,
  input: selectionName,
  resource: planOf,
  run(input, call) {
    const plan = planOf(input, call);
    call.testingPlans.removeSelection(plan, selectionOf(input, call));
    call.testingPlanChanged(plan.name);
  },
});
