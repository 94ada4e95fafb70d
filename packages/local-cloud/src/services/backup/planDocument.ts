import type { Plan, PlanVersion } from "./plans.ts";

/** A plan as the API gives it back. */
export const planDocument = ({ name, rules, advancedSettings }: Omit<PlanVersion, "versionId">) => ({
  BackupPlanName: name,
  Rules: rules,
  AdvancedBackupSettings: advancedSettings,
});

/** Whether two plans say the same. */
export const sameDocument = (a: Plan | PlanVersion, b: Plan | PlanVersion): boolean =>
  comparable(a) === comparable(b);

// The ids of rules come from the plan's.
const comparable = (plan: PlanVersion): string =>
  JSON.stringify(planDocument(plan), (key, value) => (key === "RuleId" ? undefined : value));
