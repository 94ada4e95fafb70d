import { join } from "node:path";
import { records } from "../../../records.ts";
import { notFound } from "../errors.ts";

/** Which recovery points are tested, as the API has it. */
export interface RecoveryPointSelection {
  Algorithm: "LATEST_WITHIN_WINDOW" | "RANDOM_WITHIN_WINDOW";
  RecoveryPointTypes: ("SNAPSHOT" | "CONTINUOUS")[];
  IncludeVaults: string[];
  ExcludeVaults?: string[];
  SelectionWindowDays: number;
}

/** A test that begins at its time in the start window. Dates are ISO 8601. */
export interface Test {
  id: string;
  selectionName: string;
  resourceArn: string;
  at: string;
  /** The end of the start window. */
  until: string;
}

/** Dates are ISO 8601. */
export interface TestingPlan {
  id: string;
  name: string;
  arn: string;
  recoveryPoints: RecoveryPointSelection;
  schedule: string;
  timezone?: string;
  startWindowHours: number;
  tags: Record<string, string>;
  creatorRequestId?: string;
  creationDate: string;
  updateDate?: string;
  lastExecutionDate?: string;
  /** What of its last run hasn't begun yet. */
  tests: Test[];
  /** The template's properties as last applied, JSON: what was changed by API since then stays. */
  applied?: string;
}

interface Condition {
  Key: string;
  Value: string;
}

export interface Conditions {
  StringEquals?: Condition[];
  StringNotEquals?: Condition[];
}

/** What of a resource type is tested, with what is asked for in the API's own names. */
export interface TestingSelection {
  id: string;
  planId: string;
  RestoreTestingSelectionName: string;
  IamRoleArn: string;
  ProtectedResourceType: string;
  ProtectedResourceArns?: string[];
  ProtectedResourceConditions?: Conditions;
  RestoreMetadataOverrides?: Record<string, string>;
  ValidationWindowHours: number;
  creatorRequestId?: string;
  creationDate: string;
  updateDate?: string;
  applied?: string;
}

export interface TestingPlans {
  find(name: string): TestingPlan | undefined;
  /** Throws ResourceNotFoundException. */
  get(name: string): TestingPlan;
  list(): TestingPlan[];
  save(plan: TestingPlan): void;
  remove(plan: TestingPlan): void;
  selections(plan: TestingPlan): TestingSelection[];
  /** Throws ResourceNotFoundException. */
  selection(plan: TestingPlan, name: string): TestingSelection;
  saveSelection(selection: TestingSelection): void;
  /** With its tests that haven't begun. */
  removeSelection(plan: TestingPlan, selection: TestingSelection): void;
}

/** Restore testing plans and their selections in `<folder>`, one file each. */
export function createTestingPlans(folder: string): TestingPlans {
  const plans = records<TestingPlan>(join(folder, "restore-testing-plans"));
  const selections = records<TestingSelection>(join(folder, "restore-testing-selections"));
  const store: TestingPlans = {
    find: (name) => plans.list().find((plan) => plan.name === name),
    get(name) {
      const plan = store.find(name);
      if (!plan) throw notFound(`Restore testing plan ${name} does not exist`);
      return plan;
    },
    list: plans.list,
    save: plans.save,
    remove: ({ id }) => plans.remove(id),
    selections: (plan) => selections.list().filter(({ planId }) => planId === plan.id),
    selection(plan, name) {
      const selection = store.selections(plan).find((one) => one.RestoreTestingSelectionName === name);
      if (selection) return selection;
      throw notFound(`Restore testing selection ${name} does not exist in the plan ${plan.name}`);
    },
    saveSelection: selections.save,
    removeSelection(plan, { id, RestoreTestingSelectionName: name }) {
      selections.remove(id);
      plans.save({ ...plan, tests: plan.tests.filter(({ selectionName }) => selectionName !== name) });
    },
  };
  return store;
}
