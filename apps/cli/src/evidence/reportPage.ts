import { seconds } from "../format.ts";
import type { CheckedEvidence } from "./checkEvidence.ts";
import type { RunEntry, TableEntry } from "./entry.ts";
import { Html, html } from "./html.ts";

export interface ReportContent {
  where: string;
  madeAt: Date;
  /** The policy in words, section by section; absent when it can't be read. */
  policy?: { heading: string; sentences: string[] }[];
  evidence: CheckedEvidence;
  /** Those of the time that is reported on, oldest first. */
  tables: TableEntry[];
  runs: Map<string, RunEntry>;
}

/** The evidence as one page that an auditor reads, and prints. Nothing in it is loaded from elsewhere. */
export function reportPage(content: ReportContent): string {
  const { where, madeAt, evidence, tables } = content;
  const page = html`<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Evidence of restores: ${where}</title>
<style>${css}</style>
<h1>Evidence of restores</h1>
<p class="lead">${where}. Made ${time(madeAt)}. ${summaryOf(content)}</p>
${integrity(evidence)}
${content.policy ? policyOf(content.policy) : html`<h2>The policy</h2><p>It could not be read where this report was made.</p>`}
<h2>The runs</h2>
${timeline(content)}
<h2>The verdicts</h2>
${tables.toReversed().map((entry) => verdictOf(entry, content.runs.get(entry.runId)))}
<footer>Entries hold keys, counts and hashes; never what is in an item.</footer>
</html>
`;
  return page.text;
}

function summaryOf({ tables }: ReportContent): string {
  if (tables.length === 0) return "No restore was verified in this time: nothing is proven.";
  const passed = tables.filter(({ verdict }) => verdict === "PASSED").length;
  const from = tables[0]!.startedAt.slice(0, 10);
  const to = tables.at(-1)!.startedAt.slice(0, 10);
  return `From ${from} to ${to}, ${tables.length} restores of tables were verified: ${passed} passed, ${tables.length - passed} did not.`;
}

function integrity({ problems, entries, head, agreeing, older }: CheckedEvidence): Html {
  const state =
    problems.length === 0
      ? html`<p class="PASSED">Whole: ${entries} entries, each naming the one before by its SHA-256; ${agreeing} recorded verdicts agree with them.</p>`
      : html`<p class="FAILED">Not whole: see below.</p><ul>${problems.map(({ entry, sentence }) => html`<li><code>${entry}</code> ${sentence}</li>`)}</ul>`;
  return html`<h2>Is the evidence whole?</h2>
${state}
${older > 0 ? html`<p>${older} verdicts are older than the evidence: nothing stands for them.</p>` : undefined}
<p>The newest entry is ${head?.sequence ?? 0}${head ? html`, <code>${head.hash}</code>` : undefined}. Kept elsewhere, this line shows later whether entries were cut off at the end. Each entry is a file of its own: <code>sha256sum</code> of one is what the next one names.</p>`;
}

const policyOf = (sections: NonNullable<ReportContent["policy"]>): Html =>
  html`<h2>The policy, in words</h2>
${sections.map(({ heading, sentences }) => html`<h3>${heading}</h3><ul>${sentences.map((sentence) => html`<li>${sentence}</li>`)}</ul>`)}`;

function timeline({ tables, runs }: ReportContent): Html {
  const byRun = Map.groupBy(tables, ({ runId }) => runId);
  return html`<table>
<thead><tr><th>Started</th><th>Run</th><th>Tables</th><th>Copies deleted</th></tr></thead>
<tbody>${[...byRun].reverse().map(
    ([runId, entries]) => html`<tr>
<td>${time(new Date(entries[0]!.startedAt))}</td>
<td><code>${runId}</code></td>
<td>${entries.map(({ modelName, verdict }) => html`<span class="mark ${verdict}">${modelName}: ${verdict}</span> `)}</td>
<td>${cleanUpOf(runs.get(runId))}</td></tr>`,
  )}</tbody></table>`;
}

function cleanUpOf(run: RunEntry | undefined): string {
  if (!run) return "not known: the run did not come to its end";
  const { deleted, swept, kept } = run.cleanUp;
  const ofEarlier = swept.length > 0 ? `, ${swept.length} of earlier runs` : "";
  return kept.length > 0
    ? `${deleted.length}${ofEarlier}; ${kept.length} could not be: ${kept.map(({ table, reason }) => `${table} (${reason})`).join(", ")}`
    : `${deleted.length}${ofEarlier}`;
}

function verdictOf(entry: TableEntry, run: RunEntry | undefined): Html {
  const facts: [string, string | undefined][] = [
    ["Recovery point", entry.recoveryPointArn ?? "none"],
    ["Rule", entry.ruleName ?? undefined],
    ["Made", entry.recoveryPointCreatedAt ? ageOf(entry) : undefined],
    ["Items", countsOf(entry)],
    ["Sums", sumsOf(entry)],
    ["Restore", durationOf(entry)],
    ["Required", requiredOf(entry)],
    ["Table", entry.tableName],
    ["Started by", entry.startedBy ?? "not said"],
    ["Execution", entry.executionArn ?? undefined],
    ["Policy", entry.policyHash ?? undefined],
    ["Code", entry.codeHash ?? undefined],
    ["Seed", run?.seed ? `${run.seed}, committed to as ${entry.seedCommitment}` : undefined],
  ];
  return html`<section>
<h3><span class="mark ${entry.verdict}">${entry.verdict}</span> ${entry.modelName}, ${time(new Date(entry.startedAt))} <small>entry ${entry.sequence}</small></h3>
<dl>${facts.map(([name, value]) => (value ? html`<dt>${name}</dt><dd>${value}</dd>` : undefined))}</dl>
<ul>${entry.findings.map(({ check, severity, subject, sentence }) => html`<li class="${severity}"><b>${check}</b> ${subject ? html`<code>${subject}</code> ` : undefined}${sentence}</li>`)}</ul>
</section>`;
}

function ageOf({ recoveryPointCreatedAt, startedAt, objectives }: TableEntry): string {
  const made = new Date(recoveryPointCreatedAt!);
  const hours = ((Date.parse(startedAt) - made.getTime()) / 3_600_000).toFixed(1);
  return `${time(made)}, ${hours} hours before the run${objectives ? `; the objective (RPO) is ${objectives.rpoHours} hours` : ""}`;
}

function countsOf({ liveItems, restoredItems, differences, unverifiedItems }: TableEntry): string {
  if (liveItems == null) return "not compared";
  return `${liveItems} live, ${restoredItems} restored; ${differences ?? "unknown"} different, ${unverifiedItems ?? 0} written or deleted since, whose contents were not compared`;
}

function sumsOf({ liveSum, restoredSum }: TableEntry): string | undefined {
  if (!liveSum) return undefined;
  return liveSum === restoredSum ? `${liveSum} on both sides` : `live ${liveSum}, restored ${restoredSum}`;
}

function requiredOf({ required }: TableEntry): string | undefined {
  if (!required) return undefined;
  const { checks, mostUnverified } = required;
  return `${checks.join(", ")}; at most ${Math.round(mostUnverified * 1000) / 10} % of what came back unverified`;
}

function durationOf({ restoreSeconds, checkSeconds, objectives }: TableEntry): string | undefined {
  if (restoreSeconds == null) return undefined;
  const checked = checkSeconds == null ? "" : `, checked in ${seconds(checkSeconds)}`;
  return `${seconds(restoreSeconds)}${objectives ? `; the objective (RTO) is ${objectives.rtoMinutes} minutes` : ""}${checked}`;
}

const time = (date: Date): string => `${date.toISOString().slice(0, 16).replace("T", " ")} UTC`;

const css = new Html(`
:root { color-scheme: light; font: 15px/1.5 system-ui, sans-serif; color: #1a1f24; }
body { max-width: 56rem; margin: 2rem auto; padding: 0 1.25rem; }
h1 { margin-bottom: 0; } h2 { margin-top: 2.5rem; border-bottom: 1px solid #cfd6dc; }
.lead { font-size: 1.1rem; color: #45505a; }
code { font: 0.85em ui-monospace, monospace; overflow-wrap: anywhere; }
table { border-collapse: collapse; width: 100%; } th, td { text-align: left; vertical-align: top; padding: 0.3rem 0.75rem 0.3rem 0; border-bottom: 1px solid #e3e8ec; }
section { break-inside: avoid; margin: 1.25rem 0; padding: 0.25rem 1rem; border: 1px solid #cfd6dc; border-radius: 6px; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: 0.1rem 1rem; } dt { color: #45505a; } dd { margin: 0; overflow-wrap: anywhere; }
.mark { padding: 0.05rem 0.45rem; border-radius: 3px; font-size: 0.85em; font-weight: 600; white-space: nowrap; border: 1px solid currentColor; }
.PASSED { color: #0b6b3a; } .FAILED, li.ERROR { color: #a4161a; } .INCONCLUSIVE, li.WARNING { color: #8a5300; }
footer { margin: 3rem 0; color: #45505a; }
@media print { body { margin: 0; max-width: none; font-size: 11px; } h2 { break-after: avoid; } thead { display: table-header-group; } }
`);
