import * as v from "valibot";
import { alreadyExists, limitExceeded } from "../errors.ts";
import { creatorRequestId, seconds } from "../members.ts";
import { operation } from "../operation.ts";
import { planName, planOf } from "../restoreTesting/planName.ts";
import type { TestingPlan, TestingSelection } from "../restoreTesting/plans.ts";
import { newSelectionInput, settingsOf } from "../restoreTesting/selectionInput.ts";
import { passRoleToTests } from "../role.ts";

/** https://docs.aws.amazon.com/aws-backup/latest/devguide/restore-testing.html#restore-testing-quotas */
const mostSelections = 30;

export const createRestoreTestingSelection = operation({
  method: "PUT",
  path: "/restore-testing/plans/{RestoreTestingPlanName}/selections",
  status: 201,
  input: v.object({
    ...planName.entries,
    RestoreTestingSelection: newSelectionInput,
    CreatorRequestId: v.optional(creatorRequestId),
  }),
  resource: planOf,
  run({ RestoreTestingSelection: given, CreatorRequestId, ...input }, call) {
    const { clock, randomUUID, testingPlans } = call;
    const plan = planOf(input, call);
    passRoleToTests(call, given.IamRoleArn);
    const settings = settingsOf(given);
    const existing = testingPlans.selections(plan);
    const name = given.RestoreTestingSelectionName;
    const same = existing.find((one) => one.RestoreTestingSelectionName === name);
    if (same) {
      if (CreatorRequestId !== undefined && same.creatorRequestId === CreatorRequestId)
        return answer(plan, same);
      throw alreadyExists(`Restore testing selection ${name} already exists in the plan ${plan.name}`, {
        CreatorRequestId: same.creatorRequestId,
      });
    }
    if (existing.length >= mostSelections)
      throw limitExceeded(
        `The restore testing plan has ${mostSelections} selections: AWS Backup allows no more.`,
      );
    const selection: TestingSelection = {
      ...settings,
      id: randomUUID(),
      planId: plan.id,
      RestoreTestingSelectionName: name,
      creatorRequestId: CreatorRequestId,
      creationDate: clock.now().toISOString(),
    };
    testingPlans.saveSelection(selection);
    return answer(plan, selection);
  },
});

const answer = (plan: TestingPlan, selection: TestingSelection) => ({
  CreationTime: seconds(selection.creationDate),
  RestoreTestingPlanArn: plan.arn,
  RestoreTestingPlanName: plan.name,
  RestoreTestingSelectionName: selection.RestoreTestingSelectionName,
});
