import * as v from "valibot";
import { text } from "../members.ts";
import type { Call } from "../operation.ts";

/** Operations on a plan and on its selections name it, and are authorized on it. */
export const planName = v.object({ RestoreTestingPlanName: text });
export const selectionName = v.object({ ...planName.entries, RestoreTestingSelectionName: text });

/** Throws ResourceNotFoundException. */
export const planOf = ({ RestoreTestingPlanName }: v.InferOutput<typeof planName>, { testingPlans }: Call) =>
  testingPlans.get(RestoreTestingPlanName);

/** Throws ResourceNotFoundException. */
export const selectionOf = (
  { RestoreTestingSelectionName, ...input }: v.InferOutput<typeof selectionName>,
  call: Call,
) => call.testingPlans.selection(planOf(input, call), RestoreTestingSelectionName);

/** Unlike those of other lists, these parameters of the query begin with capitals. */
export const pageQuery = { NextToken: "NextToken", MaxResults: "MaxResults" };
