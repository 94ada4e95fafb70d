import type { ResourceHandler } from "../../../service.ts";
import { stableUuid } from "../../../stableId.ts";
import { parseInput } from "../operation.ts";
import { newSelectionInput, settingsOf } from "../restoreTesting/selectionInput.ts";
import type { Rooms } from "../rooms.ts";

/** AWS::Backup::RestoreTestingSelection. Ref: the names of plan and selection, with | between them. */
export function testingSelection({ clock, testingPlans }: Rooms): ResourceHandler {
  return async ({ stackName, logicalId, properties }) => {
    const input = parseInput(newSelectionInput, properties);
    const plan = testingPlans.get(properties.RestoreTestingPlanName);
    const applied = JSON.stringify(properties);
    const name = input.RestoreTestingSelectionName;
    const existing = testingPlans
      .selections(plan)
      .find((selection) => selection.RestoreTestingSelectionName === name);
    if (existing?.applied !== applied) {
      const now = clock.now().toISOString();
      testingPlans.saveSelection({
        ...settingsOf(input),
        id: existing?.id ?? stableUuid(`${stackName}/${logicalId}/${plan.id}/${name}`),
        planId: plan.id,
        RestoreTestingSelectionName: name,
        creationDate: existing?.creationDate ?? now,
        updateDate: existing && now,
        applied,
      });
    }
    return { ref: `${plan.name}|${name}` };
  };
}
