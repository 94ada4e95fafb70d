import type { ResourceHandler } from "../../../service.ts";
import { stableUuid } from "../../../stableId.ts";
import { testingPlanArn } from "../arns.ts";
import { parseInput } from "../operation.ts";
import { newPlanInput, settingsOf } from "../restoreTesting/planInput.ts";
import type { Rooms } from "../rooms.ts";

/** AWS::Backup::RestoreTestingPlan. Ref: the plan's name; GetAtt: RestoreTestingPlanArn. */
export function testingPlan(rooms: Rooms, changed: (name: string) => void): ResourceHandler {
  const { clock, place, testingPlans } = rooms;
  return async ({ stackName, logicalId, properties }) => {
    const { RestoreTestingPlanName: name, ...input } = parseInput(newPlanInput, properties);
    const applied = JSON.stringify(properties);
    const existing = testingPlans.find(name);
    // As CloudFormation does: a template that didn't change leaves alone what was changed by API.
    if (existing?.applied !== applied) {
      const id = stableUuid(`${stackName}/${logicalId}/${name}`);
      const now = clock.now().toISOString();
      testingPlans.save({
        ...(existing
          ? { ...existing, updateDate: now }
          : { id, name, arn: testingPlanArn(place, `${name}-${id}`), creationDate: now, tests: [] }),
        ...settingsOf(input, {}, rooms),
        tags: tagsOf(properties.Tags),
        applied,
      });
      changed(name);
    }
    return { ref: name, attributes: { RestoreTestingPlanArn: testingPlans.get(name).arn } };
  };
}

const tagsOf = (tags: { Key: string; Value: string }[] = []) =>
  Object.fromEntries(tags.map(({ Key, Value }) => [Key, Value]));
