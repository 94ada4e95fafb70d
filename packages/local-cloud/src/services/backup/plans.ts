import { join } from "node:path";
import { records } from "../../records.ts";
import { notFound } from "./errors.ts";
import type { Lifecycle } from "./lifecycle.ts";
import type { SelectionRules } from "./selection.ts";

/** A rule as the API has it. */
export interface Rule {
  RuleId: string;
  RuleName: string;
  TargetBackupVaultName: string;
  ScheduleExpression: string;
  ScheduleExpressionTimezone: string;
  StartWindowMinutes: number;
  CompletionWindowMinutes: number;
  Lifecycle?: Lifecycle;
  RecoveryPointTags?: Record<string, string>;
  CopyActions?: { DestinationBackupVaultArn: string; Lifecycle?: Lifecycle }[];
  EnableContinuousBackup?: boolean;
}

/** Dates are ISO 8601. */
export interface Plan {
  id: string;
  arn: string;
  name: string;
  versionId: string;
  rules: Rule[];
  advancedSettings?: { ResourceType: string; BackupOptions: Record<string, string> }[];
  tags: Record<string, string>;
  creationDate: string;
  lastExecutionDate?: string;
}

export interface Selection {
  id: string;
  planId: string;
  name: string;
  iamRoleArn: string;
  rules: SelectionRules;
  creationDate: string;
}

/** What started a job, as jobs and recovery points carry it. */
export interface CreatedBy {
  BackupPlanId: string;
  BackupPlanArn: string;
  BackupPlanName: string;
  BackupPlanVersion: string;
  BackupRuleId: string;
  BackupRuleName: string;
  BackupRuleCron: string;
  BackupRuleTimezone: string;
}

export interface Plans {
  /** Throws ResourceNotFoundException. */
  get(id: string): Plan;
  find(id: string): Plan | undefined;
  list(): Plan[];
  save(plan: Plan): void;
  selections(planId: string): Selection[];
  saveSelection(selection: Selection): void;
}

/** Plans and selections in `<folder>`, one file each. */
export function createPlans(folder: string): Plans {
  const plans = records<Plan>(join(folder, "plans"));
  const selections = records<Selection>(join(folder, "selections"));
  return {
    find: plans.get,
    get(id) {
      const plan = plans.get(id);
      if (!plan) throw notFound(`Backup plan with id ${id} does not exist`);
      return plan;
    },
    list: plans.list,
    save: plans.save,
    selections: (planId) => selections.list().filter((selection) => selection.planId === planId),
    saveSelection: selections.save,
  };
}

export const createdBy = (plan: Plan, rule: Rule): CreatedBy => ({
  BackupPlanId: plan.id,
  BackupPlanArn: plan.arn,
  BackupPlanName: plan.name,
  BackupPlanVersion: plan.versionId,
  BackupRuleId: rule.RuleId,
  BackupRuleName: rule.RuleName,
  BackupRuleCron: rule.ScheduleExpression,
  BackupRuleTimezone: rule.ScheduleExpressionTimezone,
});
