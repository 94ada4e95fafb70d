import { oldestMinutes, type Policy, provenWithinMinutes, ruleRuns, rulesOf } from "@holdfast/backup-policy";

/** The policy's rules, as the verifier has to know them. */
export function rulesToVerify(policy: Policy) {
  const runs = new Map(ruleRuns(policy).map((run) => [run.rule, run]));
  return rulesOf(policy).map(
    ([name, { schedule, timeZone, startWindowMinutes, completionWindowMinutes }]) => {
      const run = runs.get(name);
      return {
        name,
        schedule,
        timeZone,
        startWindowMinutes,
        completionWindowMinutes,
        oldestMinutes: oldestMinutes(policy, name),
        ...(run && { provenWithinMinutes: provenWithinMinutes(policy, run) }),
      };
    },
  );
}
