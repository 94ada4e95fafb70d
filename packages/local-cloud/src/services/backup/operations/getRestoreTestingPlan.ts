import { operation } from "../operation.ts";
import { planName, planOf } from "../restoreTesting/planName.ts";
import { testingPlanView } from "../restoreTesting/views.ts";

export const getRestoreTestingPlan = operation({
  method: "GET",
  path: "/restore-testing/plans/{RestoreTestingPlanName}",
  input: planName,
  resource: planOf,
  run(input, call) {
    const plan = planOf(input, call);
    return {
      RestoreTestingPlan: {
        ...testingPlanView(plan),
        CreatorRequestId: plan.creatorRequestId,
        RecoveryPointSelection: plan.recoveryPoints,
      },
    };
  },
});
