import type { RestoreJob } from "../jobs.ts";
import type { RestoreJobs, RestoreRequest } from "../restoreJobs.ts";
import type { Rooms } from "../rooms.ts";
import { pointFor, resourcesOf } from "./choose.ts";
import { inferredMetadata } from "./inferred.ts";
import type { Test, TestingPlan } from "./plans.ts";

export interface TestSchedule {
  /** From now on the clock starts the plans' tests. */
  start(): void;
  /** A plan was made, changed or deleted. */
  planChanged(name: string): void;
  /** A restore ended: a test that waits for room may begin. */
  ended(): void;
  /** Nothing falls due any more. */
  stop(): void;
}

/** https://docs.aws.amazon.com/aws-backup/latest/devguide/aws-backup-limits.html: on-demand restores aren't counted. */
const atATime = 40;
const outOfTime =
  "Restore job was unable to start within the specified start window. Try increasing your start window.";
const hour = 3_600_000;

/**
 * Runs restore testing plans: at its time a plan spreads a test for each of its resources over its start window, and
 * each chooses its recovery point when it begins.
 * https://docs.aws.amazon.com/aws-backup/latest/devguide/restore-testing.html
 */
export function createTestSchedule(
  rooms: Rooms,
  restores: Pick<RestoreJobs, "start" | "refuse">,
): TestSchedule {
  const { clock, jobs, log, nextRun, random, randomUUID, testingPlans } = rooms;
  const armed = new Map<string, () => void>();
  const timers = new Map<string, (() => void)[]>();
  let waiting: [planName: string, test: Test][] = [];
  let started = false;

  function arm(plan: TestingPlan): void {
    armed.get(plan.id)?.();
    armed.delete(plan.id);
    const at = nextRun(plan.schedule, clock.now(), plan.timezone);
    if (!at) return;
    const due = () => {
      arm(plan);
      run(testingPlans.get(plan.name), at);
    };
    armed.set(plan.id, clock.at(at, due, `restore testing plan ${plan.name}`));
  }

  function run(plan: TestingPlan, scheduled: Date): void {
    const window = plan.startWindowHours * hour;
    const tests = testingPlans.selections(plan).flatMap((selection) =>
      resourcesOf(selection, rooms).map((resourceArn) => ({
        id: randomUUID(),
        selectionName: selection.RestoreTestingSelectionName,
        resourceArn,
        at: new Date(scheduled.getTime() + Math.floor(random() * window)).toISOString(),
        until: new Date(scheduled.getTime() + window).toISOString(),
      })),
    );
    testingPlans.save({
      ...plan,
      lastExecutionDate: clock.now().toISOString(),
      tests: [...plan.tests, ...tests],
    });
    for (const test of tests) armTest(plan.name, test);
  }

  function armTest(planName: string, test: Test): void {
    const what = `restore test of ${test.resourceArn.split("/").at(-1)} by plan ${planName}`;
    timers.set(test.id, [
      clock.at(new Date(test.at), () => begin(planName, test), what),
      clock.at(new Date(test.until), () => giveUp(planName, test)),
    ]);
  }

  function begin(planName: string, test: Test): void {
    // It may be late: nothing begins while the local cloud is off.
    if (new Date(test.until) <= clock.now()) giveUp(planName, test);
    else if (jobs.restores.list().filter(isUnderWay).length >= atATime) waiting.push([planName, test]);
    else {
      const request = take(planName, test);
      if (request) restores.start(request);
    }
  }

  function giveUp(planName: string, test: Test): void {
    const request = take(planName, test);
    if (request) restores.refuse(request, outOfTime);
  }

  /** Takes a test off its plan; gives what it restores, if anything fits. */
  function take(planName: string, test: Test): RestoreRequest | undefined {
    forget(test.id);
    const plan = testingPlans.find(planName);
    if (!plan?.tests.some(({ id }) => id === test.id)) return undefined;
    testingPlans.save({ ...plan, tests: plan.tests.filter(({ id }) => id !== test.id) });
    const selection = testingPlans
      .selections(plan)
      .find((one) => one.RestoreTestingSelectionName === test.selectionName);
    const point = selection && pointFor(plan, selection, test.resourceArn, rooms);
    if (!point) {
      log?.(`Plan ${planName}: no recovery point of ${test.resourceArn} fits, so nothing is restored.`);
      return undefined;
    }
    const metadata = inferredMetadata(randomUUID, selection.RestoreMetadataOverrides);
    return {
      point,
      targetTableName: metadata.targetTableName!,
      metadata,
      iamRoleArn: selection.IamRoleArn,
      restoreTest: { planArn: plan.arn, validationHours: selection.ValidationWindowHours },
    };
  }

  function forget(testId: string): void {
    for (const cancel of timers.get(testId) ?? []) cancel();
    timers.delete(testId);
    waiting = waiting.filter(([, { id }]) => id !== testId);
  }

  return {
    start() {
      started = true;
      for (const plan of testingPlans.list()) {
        arm(plan);
        for (const test of plan.tests) armTest(plan.name, test);
      }
    },
    planChanged(name) {
      if (!started) return;
      const plan = testingPlans.find(name);
      if (plan) arm(plan);
      const plans = testingPlans.list();
      const kept = new Set(plans.flatMap(({ id, tests }) => [id, ...tests.map((test) => test.id)]));
      for (const [id, cancel] of armed) {
        if (kept.has(id)) continue;
        cancel();
        armed.delete(id);
      }
      for (const id of timers.keys()) if (!kept.has(id)) forget(id);
    },
    ended() {
      const [next] = waiting.splice(0, 1);
      if (started && next) begin(...next);
    },
    stop() {
      started = false;
      waiting = [];
      for (const cancel of [...armed.values(), ...[...timers.values()].flat()]) cancel();
      armed.clear();
      timers.clear();
    },
  };
}

const isUnderWay = ({ restoreTest, completionDate }: RestoreJob): boolean =>
  restoreTest !== undefined && completionDate === undefined;
