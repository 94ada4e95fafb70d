import * as v from "valibot";
import { text } from "./members.ts";
import type { Call } from "./operation.ts";

/** Operations on one selection name its plan, too, and are authorized on the plan. */
export const selectionId = v.object({ BackupPlanId: text, SelectionId: text });

/** Throws ResourceNotFoundException. */
export const selectionPlan = ({ BackupPlanId }: v.InferOutput<typeof selectionId>, { plans }: Call) =>
  plans.get(BackupPlanId);
