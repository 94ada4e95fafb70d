import { keyText } from "../canonical/keyText.ts";
import type { Counts, Finding } from "../report.ts";
import type { Window } from "../window.ts";
import type { Cause, Judged } from "./difference.ts";

type Unproven = "missing" | "altered" | "extra" | "undated";

const sentences = {
  missing: ({ live }) =>
    `The item is missing from the restored table. ${when("created", live?.createdAt ?? live?.updatedAt)}`,
  altered: ({ live }) =>
    `The restored item differs from the live one. ${when("last written", live?.updatedAt ?? live?.createdAt)}`,
  extra: () =>
    "The item is in the restored table only, and no deletion after the recovery point is recorded for it.",
  undated: ({ restored }) =>
    `${restored ? "The restored item differs from the live one" : "The item is missing from the restored table"}. The live item carries no date: whether it was written since or the backup is wrong can't be told.`,
} as const satisfies Record<Unproven, (difference: Judged["difference"]) => string>;

/** The first `most` of each kind by key, then how many more there are. */
export function unprovenFindings(judged: readonly Judged[], most: number): Omit<Finding, "check">[] {
  return (Object.keys(sentences) as Unproven[]).flatMap((cause) => {
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
export function summary(counts: Counts, window: Window): string {
  const parts = [`${amount(counts.equal, "item")} verified equal`];
  const add = (cause: Cause, text: string) => {
    if (counts[cause] > 0) parts.push(`${counts[cause]} ${text}`);
  };
  add("laterWrites", "not verified because written after the recovery point");
  add("deletedSince", "deleted since");
  const span = `between ${window.from.toISOString()} and ${window.to.toISOString()}, any instant of which the backup may be of`;
  const near = counts.nearPoint + counts.nearMissing;
  if (near > 0) parts.push(`${near} not verified because written or deleted ${span}`);
  add("undated", "different without a date that could explain it");
  add("missing", "missing");
  add("altered", "altered");
  add("extra", "extra");
  return `${amount(counts.live, "live item")} and ${counts.restored} restored: ${parts.join(", ")}.`;
}

function when(what: string, milliseconds: number | undefined): string {
  return `The live item was ${what} at ${new Date(milliseconds ?? 0).toISOString()}, before the recovery point.`;
}

function amount(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}

function isOrAre(count: number): string {
  return count === 1 ? "is" : "are";
}
