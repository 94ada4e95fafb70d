import * as v from "valibot";
import { page, pageMembers } from "../members.ts";
import { operation } from "../operation.ts";
import { pageQuery, planName, planOf } from "../restoreTesting/planName.ts";
import { testingSelectionView } from "../restoreTesting/views.ts";

export const listRestoreTestingSelections = operation({
  method: "GET",
  path: "/restore-testing/plans/{RestoreTestingPlanName}/selections",
  query: pageQuery,
  input: v.object({ ...planName.entries, ...pageMembers }),
  resource: planOf,
  run({ NextToken, MaxResults, ...input }, call) {
    const plan = planOf(input, call);
    const all = call.testingPlans.selections(plan);
    const [items, next] = page(all, ({ id }) => id, { NextToken, MaxResults });
    return {
      RestoreTestingSelections: items.map((selection) => testingSelectionView(plan, selection)),
      NextToken: next,
    };
  },
});
