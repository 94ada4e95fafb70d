import { type Proof, proofsOf } from "../proof/proofs.ts";
import type { Policy } from "../schema.ts";
import { count, percent } from "../words.ts";
import { scheduleInWords } from "./schedule.ts";
import type { Section } from "./section.ts";

type Check = Policy["verification"]["checks"][number];

const CHECKS: Record<Check, string> = {
  recoveryPoint: "the recovery point is complete, encrypted and no older than the RPO",
  structure: "the restored table has the keys, indexes and encryption it should have",
  contents:
    "every item from before the backup is there and unchanged; of tables that are written to after each backup, that every such item is there, not what is in it",
  model: "every item conforms to the GraphQL schema",
  relations: "every reference resolves among what was restored",
  time: "the restore took no longer than the RTO",
  settings: "the settings that no restore brings back are listed, with how to set them again",
};

export function howItIsProven(policy: Policy): Section {
  const { schedule, by, checks, mostUnverified, proofStaleAfterHours } = policy.verification;
  return {
    heading: "How it is proven",
    sentences: [
      `A verification starts ${scheduleInWords(schedule)}.`,
      by.kind === "ownRestores"
        ? "It restores the newest recovery point of every table to a table of its own, checks it and deletes it."
        : `AWS restore testing restores ${by.algorithm === "LATEST_WITHIN_WINDOW" ? "the newest" : "a random"} recovery point of the last ${count(by.selectionWindowDays, "day")}, at a random time within ${count(by.startWindowHours, "hour")}; what it restored of all tables is checked together, AWS Backup is told the outcome, and deletes it.`,
      ...proofsOf(policy).flatMap(ruleInWords),
      ...checks.map((check) => `It checks that ${CHECKS[check]}.`),
      ...checksLeftOut(checks),
      ...(checks.includes("contents") ? [whatMayGoUnverified(mostUnverified)] : []),
      `A proof counts for ${count(proofStaleAfterHours, "hour")}; after that it is stale, and an alarm says so.`,
    ],
  };
}

function checksLeftOut(checks: readonly Check[]): string[] {
  const left = (Object.keys(CHECKS) as Check[]).filter((check) => !checks.includes(check));
  return left.map((check) => `It does not check that ${CHECKS[check]}.`);
}

/** What was written or deleted since the backup can't be compared: how much of that leaves a proof worth its name. */
function whatMayGoUnverified(share: number): string {
  const since = "because it was written or deleted after the backup";
  if (share === 0)
    return `Nothing of what came back may go unverified ${since}: otherwise nothing is proven.`;
  if (share === 1)
    return `However much of what came back goes unverified ${since}, one item that is proven equal is enough.`;
  return `At most ${percent(share)} of what came back may go unverified ${since}; where it is more, nothing is proven.`;
}

/** What the sentences on the regular verifications leave open. */
function ruleInWords(proof: Proof): string[] {
  if (proof.by === "regularRuns") return [];
  const { rule, atTimes } = proof;
  const newest = `When a verification starts, the newest recovery point is ${atTimes ? `one of the rule ${rule} at times, but not surely often enough` : `never one of the rule ${rule}`}`;
  if (proof.by === "nothing")
    return [
      `${newest}: ${atTimes ? "no verification of its own restores its points" : "none of its points is restored"}, as ${proof.why}.`,
    ];
  return [
    `${newest}. Each of its points is restored by a verification of its own, which starts ${scheduleInWords(proof.schedule)}.`,
  ];
}
