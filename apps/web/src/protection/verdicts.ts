import type { Severity, Verdict } from "@holdfast/data-model";

/** NONE: no verification has looked at it yet. */
export type Standing = Verdict | "NONE";

/** How a verdict is shown: word and icon say it, colour only repeats it. */
export const standings = {
  PASSED: { word: "Passed", icon: "check" },
  FAILED: { word: "Failed", icon: "cross" },
  INCONCLUSIVE: { word: "Inconclusive", icon: "question" },
  NONE: { word: "Not verified", icon: "dash" },
} as const satisfies Record<Standing, { word: string; icon: string }>;

export const severities = {
  ERROR: { word: "Error", icon: "cross", rank: 0 },
  WARNING: { word: "Warning", icon: "question", rank: 1 },
  INFO: { word: "Note", icon: "dash", rank: 2 },
} as const satisfies Record<Severity, { word: string; icon: string; rank: number }>;
