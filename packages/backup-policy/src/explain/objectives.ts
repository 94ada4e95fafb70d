import { lanesInYears } from "../laws/calendar.ts";
import { reach, worstAge } from "../laws/coverage.ts";
import type { Policy } from "../schema.ts";
import { count, duration } from "../words.ts";
import type { Section } from "./section.ts";

export function whatCanBeReliedOn(policy: Policy): Section {
  const { rpoHours, rtoMinutes, reachBackDays } = policy.objectives;
  const lanes = lanesInYears(policy);
  const [age, days] = [worstAge(lanes), reach(lanes)];
  return {
    heading: "What can be relied on",
    sentences: [
      `Recovery point objective (RPO): at most ${count(rpoHours, "hour")} of changes are lost. At worst, the schedules lose ${duration(age)}: from the start of one backup to the end of the time the next may take.`,
      `Reach: one can go back ${count(reachBackDays, "day")}. Once the rules have run that long, the oldest recovery point is at least ${count(days, "day")} old on any day.`,
      `Recovery time objective (RTO): a restore takes at most ${count(rtoMinutes, "minute")}. AWS promises no time; each verification measures it.`,
      ...(policy.continuous
        ? [
            `Continuous recovery: besides, each table can be restored as it was at any second of the last ${count(policy.continuous.days, "day")}, up to about 5 minutes ago. This is DynamoDB's own point-in-time recovery: it is outside the vault, and neither its lock nor its policy protects it.`,
          ]
        : []),
    ],
  };
}
