import type { Lane } from "../forecast/lane.ts";
import type { Refusal } from "../policy-error.ts";
import type { Policy } from "../schema.ts";
import type { Calendar } from "./calendar.ts";

/** What a law looks at besides the policy itself. */
export interface Circumstances {
  calendar: Calendar;
  /** The recovery points of the calendar's years, with every job as late as its windows let it be. */
  lanes(): readonly Lane[];
  /** `2026-11-22`; without it, nothing is held against the day. */
  today?: string;
}

/** Something a policy has to keep to, because AWS demands it or because its own objectives do. */
export interface Law {
  /** Whether a policy that breaks it is refused, or only told. */
  severity: "error" | "warning";
  /** The law in a sentence. */
  says: string;
  /** What of AWS's it rests on. */
  source: string;
  /** What breaks the law, one entry a field; nothing when the law is kept. */
  check(policy: Policy, circumstances: Circumstances): Breach[];
}

export type Breach = Omit<Refusal, "rule">;
