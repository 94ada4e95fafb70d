import { seconds } from "../members.ts";
import type { TestingPlan, TestingSelection } from "./plans.ts";

export function testingPlanView(plan: TestingPlan) {
  return {
    CreationTime: seconds(plan.creationDate),
    LastExecutionTime: seconds(plan.lastExecutionDate),
    LastUpdateTime: seconds(plan.updateDate),
    RestoreTestingPlanArn: plan.arn,
    RestoreTestingPlanName: plan.name,
    ScheduleExpression: plan.schedule,
    ScheduleExpressionTimezone: plan.timezone,
    StartWindowHours: plan.startWindowHours,
  };
}

export function testingSelectionView(plan: TestingPlan, selection: TestingSelection) {
  return {
    CreationTime: seconds(selection.creationDate),
    IamRoleArn: selection.IamRoleArn,
    ProtectedResourceType: selection.ProtectedResourceType,
    RestoreTestingPlanName: plan.name,
    RestoreTestingSelectionName: selection.RestoreTestingSelectionName,
    ValidationWindowHours: selection.ValidationWindowHours,
  };
}
