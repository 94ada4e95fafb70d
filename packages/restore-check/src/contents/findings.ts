import { keyText } from "../canonical/keyText.ts";
import type { Counts, Finding } from "../report.ts";
import type { Cause, Judged } from "./difference.ts";

type Unexplained = "missing" | "altered" | "extra";

const sentences = {
  missing: ({ live }) =>
    `The item is missing from the restored table. ${when("created", live?.createdAt ?? live?.updatedAt)}`,
  altered: ({ live }) =>
    `The restored item differs from the live one. ${when("last written", live?.updatedAt)}`,
  extra: () =>
    "The item is in the restored table only, and no deletion after the recovery point is recorded for it.",
} as const satisfies Record<Unexplained, (difference: Judged["difference"]) => string>;

/** The first `most` of each kind by key, then how many more there are. */
export function unexplainedFindings(judged: readonly Judged[], most: number): Omit<Finding, "check">[] {
  return (Object.keys(sentences) as Unexplained[]).flatMap((cause) => {
    const ofKind = judged.filter((one) => one.cause === cause);
    const listed = ofKind.slice(0, most).map(({ difference }): Omit<Finding, "check"> => {
      return { severity: "ERROR", subject: keyText(difference.key), sentence: sentences[cause](difference) };
    });
    const more = ofKind.length - listed.length;
    if (more > 0)
      listed.push({
        severity: "ERROR",
        sentence: `And ${amount(more, "more item")} ${isOrAre(more)} ${cause}.`,
      });
    return listed;
  });
}

/** What was compared and how it came out, in one sentence. */
export function summary(counts: Counts): string {
  const parts = [`${amount(counts.equal, "item")} verified equal`];
  const add = (cause: Cause, text: string) => {
    if (counts[cause] > 0) parts.push(`${counts[cause]} ${text}`);
  };
  add("laterWrites", "not verified because written after the recovery point");
  add("deletedSince", "deleted since");
  add("missing", "missing");
  add("altered", "altered");
  add("extra", "extra");
  return `${amount(counts.live, "live item")} and ${counts.restored} restored: ${parts.join(", ")}.`;
}

function when(what: string, milliseconds: number | undefined): string {
  if (milliseconds === undefined) return "The live item carries no date that could explain it.";
  return `The live item was ${what} at ${new Date(milliseconds).toISOString()}, before the recovery point.`;
}

function amount(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}

function isOrAre(count: number): string {
  return count === 1 ? "is" : "are";
}
