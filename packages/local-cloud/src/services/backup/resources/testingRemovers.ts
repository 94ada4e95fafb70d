import type { ResourceRemover } from "../../../service.ts";
import type { Rooms } from "../rooms.ts";

/** End restore testing plans and their selections that are no longer in the stacks. */
export function testingRemovers(
  { testingPlans }: Pick<Rooms, "testingPlans">,
  changed: (name: string) => void,
): Record<string, ResourceRemover> {
  return {
    async "AWS::Backup::RestoreTestingPlan"({ physicalId }) {
      const plan = testingPlans.find(physicalId);
      if (!plan) return;
      for (const selection of testingPlans.selections(plan)) testingPlans.removeSelection(plan, selection);
      testingPlans.remove(plan);
      changed(plan.name);
    },
    async "AWS::Backup::RestoreTestingSelection"({ physicalId }) {
      const [planName = "", name] = physicalId.split("|");
      const plan = testingPlans.find(planName);
      const selection =
        plan && testingPlans.selections(plan).find((one) => one.RestoreTestingSelectionName === name);
      if (!selection) return;
      testingPlans.removeSelection(plan, selection);
      changed(plan.name);
    },
  };
}
