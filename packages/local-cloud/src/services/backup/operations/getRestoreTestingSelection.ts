import { operation } from "../operation.ts";
import { planOf, selectionName, selectionOf } from "../restoreTesting/planName.ts";
import { testingSelectionView } from "../restoreTesting/views.ts";

export const getRestoreTestingSelection = operation({
  method: "GET",
  path: "/restore-testing/plans/{RestoreTestingPlanName}/selections/{RestoreTestingSelectionName}",
  input: selectionName,
  resource: planOf,
  run(input, call) {
    const selection = selectionOf(input, call);
    return {
      RestoreTestingSelection: {
        ...testingSelectionView(planOf(input, call), selection),
        CreatorRequestId: selection.creatorRequestId,
        ProtectedResourceArns: selection.ProtectedResourceArns,
        ProtectedResourceConditions: selection.ProtectedResourceConditions,
        RestoreMetadataOverrides: selection.RestoreMetadataOverrides,
      },
    };
  },
});
