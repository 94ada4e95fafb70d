import type { Check } from "./check.ts";

/** The restore took no longer than the policy's objective (RTO) allows. */
export const time: Check = {
  run({ restore }) {
    if (!restore || !Number.isFinite(restore.seconds))
      throw new Error("How long the restore took is not known.");
    const { seconds, rtoMinutes, earlierSeconds = [] } = restore;
    const took = `The restore took ${minutes(seconds)}; the objective (RTO) is ${rtoMinutes} minutes.`;
    if (!(seconds <= rtoMinutes * 60)) {
      return {
        outcome: "FAILED",
        findings: [
          {
            severity: "ERROR",
            sentence: `${took} Restore fewer indexes, split the table, or change the objective.`,
          },
        ],
      };
    }
    return {
      outcome: "PASSED",
      findings: [{ severity: "INFO", sentence: took }, ...trend(seconds, earlierSeconds)],
    };
  },
};

/** So many earlier restores make a trend. */
const FEWEST = 3;
const LONGER = 1.5;
/** Seconds vary: what takes less is no trend, and earlier restores needn't be looked up. */
export const trendSeconds = 60;

function trend(seconds: number, earlier: readonly number[]) {
  if (earlier.length < FEWEST) return [];
  const usual = earlier.toSorted((a, b) => a - b)[Math.floor(earlier.length / 2)]!;
  if (seconds < trendSeconds || seconds < usual * LONGER) return [];
  const sentence = `It took ${(seconds / usual).toFixed(1)} times as long as the last ${earlier.length} restores did (median ${minutes(usual)}).`;
  return [{ severity: "WARNING" as const, sentence }];
}

const minutes = (seconds: number) => {
  if (seconds < 1) return "under a second";
  return seconds < 120 ? `${Math.round(seconds * 10) / 10} seconds` : `${(seconds / 60).toFixed(1)} minutes`;
};
