import { findingsOf } from "../check-policy.ts";
import type { Policy } from "../schema.ts";
import { whatIsAssumed } from "./assumptions.ts";
import { whatWasDecided } from "./decisions.ts";
import { whatIsNotCovered } from "./gaps.ts";
import { whatCanBeReliedOn } from "./objectives.ts";
import { whatIsProtected } from "./protected.ts";
import { whenBackedUp } from "./rules.ts";
import type { Section } from "./section.ts";
import { whoMayDelete } from "./vault.ts";
import { howItIsProven } from "./verification.ts";

/** The policy in words, section by section. */
export function policyInWords(policy: Policy): Section[] {
  return [
    whatIsProtected(policy),
    ...whenBackedUp(policy),
    whatCanBeReliedOn(policy),
    whoMayDelete(policy),
    howItIsProven(policy),
    whatIsAssumed(policy),
    whatIsNotCovered(policy),
    ...whatWasDecided(policy),
    ...whatToKnow(policy),
  ];
}

/** The policy in words that an auditor reads, as Markdown. */
export function explainPolicy(policy: Policy): string {
  const sections = policyInWords(policy).map(
    ({ heading, sentences }) => `## ${heading}\n\n${sentences.map((sentence) => `- ${sentence}`).join("\n")}`,
  );
  return `${[`# Backup policy ${policy.vault.name}`, ...sections].join("\n\n")}\n`;
}

function whatToKnow(policy: Policy): Section[] {
  const sentences = findingsOf(policy).map(({ sentence, rule }) => `${sentence} (${rule}).`);
  return sentences.length > 0 ? [{ heading: "What to look at", sentences }] : [];
}
