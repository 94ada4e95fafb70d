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
  TargetLogicallyAirGappedBackupVaultArn?: string;
  ScheduleExpression: string;
  ScheduleExpressionTimezone: string;
  StartWindowMinutes: number;
  CompletionWindowMinutes: number;
  Lifecycle?: Lifecycle;
  RecoveryPointTags?: Record<string, string>;
  CopyActions?: CopyAction[];
  EnableContinuousBackup?: boolean;
  IndexActions?: { ResourceTypes?: string[] }[];
}

export interface CopyAction {
  DestinationBackupVaultArn: string;
  Lifecycle?: Lifecycle;
}

/** Dates are ISO 8601. */
export interface PlanVersion {
  versionId: string;
  name: string;
  rules: Rule[];
  advancedSettings?: { ResourceType: string; BackupOptions: Record<string, string> }[];
  creationDate: string;
  /** When it was replaced, or the plan deleted. */
  deletionDate?: string;
}

/** The newest version of a plan, with what is the plan's own. */
export interface Plan extends PlanVersion {
  id: string;
  arn: string;
  tags: Record<string, string>;
  creatorRequestId?: string;
  lastExecutionDate?: string;
  /** Versions of the past, the oldest first. */
  history?: PlanVersion[];
  /** The template's properties as last applied, JSON: what was changed by API since then stays. */
  applied?: string;
}

export interface Selection {
  id: string;
  planId: string;
  name: string;
  iamRoleArn: string;
  rules: SelectionRules;
  creationDate: string;
  creatorRequestId?: string;
  /** The template's properties as last applied, JSON. */
  applied?: string;
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
  /** Throws ResourceNotFoundException, for a deleted plan, too. */
  get(id: string): Plan;
  find(id: string): Plan | undefined;
  list(): Plan[];
  /** With those that were deleted. */
  listAll(): Plan[];
  save(plan: Plan): void;
  /** As `save`, of what only tells how things went: it needn't survive the machine's own crash. */
  note(plan: Plan): void;
  /** Every version, the newest first. Throws ResourceNotFoundException for a plan that never was. */
  versions(id: string): Plan[];
  /** The rule that started a job, as it was then; undefined when no plan has it any more. */
  rule(by: CreatedBy): Rule | undefined;
  selections(planId: string): Selection[];
  /** Throws ResourceNotFoundException. */
  selection(planId: string, id: string): Selection;
  saveSelection(selection: Selection): void;
  removeSelection(id: string): void;
}

/** Plans and selections in `<folder>`, one file each. */
export function createPlans(folder: string): Plans {
  const plans = records<Plan>(join(folder, "plans"));
  const selections = records<Selection>(join(folder, "selections"));
  const find = (id: string) => {
    const plan = plans.get(id);
    return plan?.deletionDate === undefined ? plan : undefined;
  };
  const noSuchPlan = (id: string) => notFound(`Backup plan with id ${id} does not exist`);
  const store: Plans = {
    find,
    get(id) {
      const plan = find(id);
      if (!plan) throw noSuchPlan(id);
      return plan;
    },
    list: () => plans.list().filter(({ deletionDate }) => deletionDate === undefined),
    listAll: plans.list,
    save: (plan) => plans.save(plan),
    note: (plan) => plans.save(plan, { flush: false }),
    versions(id) {
      const plan = plans.get(id);
      if (!plan) throw noSuchPlan(id);
      const past = (plan.history ?? []).map((version) => ({ ...plan, ...version }));
      return [plan, ...past.reverse()];
    },
    rule({ BackupPlanId, BackupPlanVersion, BackupRuleId }) {
      if (!plans.get(BackupPlanId)) return undefined;
      const version = store.versions(BackupPlanId).find(({ versionId }) => versionId === BackupPlanVersion);
      return version?.rules.find(({ RuleId }) => RuleId === BackupRuleId);
    },
    selections: (planId) => selections.list().filter((selection) => selection.planId === planId),
    selection(planId, id) {
      const selection = store.selections(planId).find((one) => one.id === id);
      if (selection) return selection;
      throw notFound(`Backup selection with id ${id} does not exist in the plan ${planId}`);
    },
    saveSelection: (selection) => selections.save(selection),
    removeSelection: selections.remove,
  };
  return store;
}

/** The plan with this version in place of its own, which becomes history. */
export function withVersion(plan: Plan, version: PlanVersion): Plan {
  const { versionId, name, rules, advancedSettings, creationDate } = plan;
  const past = {
    versionId,
    name,
    rules,
    advancedSettings,
    creationDate,
    deletionDate: plan.deletionDate ?? version.creationDate,
  };
  return { ...plan, deletionDate: undefined, ...version, history: [...(plan.history ?? []), past] };
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
