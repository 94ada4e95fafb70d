import * as v from "valibot";
import { page, pageMembers } from "../members.ts";
import { operation } from "../operation.ts";
import { pageQuery } from "../restoreTesting/planName.ts";
import { testingPlanView } from "../restoreTesting/views.ts";

export const listRestoreTestingPlans = operation({
  method: "GET",
  path: "/restore-testing/plans",
  query: pageQuery,
  input: v.object(pageMembers),
  run(paging, { testingPlans }) {
    const [items, NextToken] = page(testingPlans.list(), ({ id }) => id, paging);
    return { RestoreTestingPlans: items.map(testingPlanView), NextToken };
  },
});
