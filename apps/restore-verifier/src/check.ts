import { hash } from "node:crypto";
import {
  type CheckInput,
  type CheckName,
  differences,
  type JoinedSides,
  check as judge,
  mergeJoined,
  mergeOrphans,
  mergeSummaries,
  needsJoin,
  type Orphans,
  type Reconciliation,
  type RelationScan,
  reconcile,
  type ScanSummary,
  summaryFromBytes,
  trendSeconds,
  unverified,
} from "@holdfast/restore-check";
import type * as v from "valibot";
import { batchGet } from "./batchGet.ts";
import { deletions } from "./deletions.ts";
import { earlierRestores } from "./earlierRestores.ts";
import { MOST_ORPHANS } from "./joinRelations.ts";
import { MOST_SUSPECTS } from "./joinSides.ts";
import { bytesOf } from "./kept.ts";
import { liveSettings } from "./liveSettings.ts";
import { joinedKey, orphansKey, type Plan, type PlannedTable, type Side } from "./plan/plan.ts";
import { planOf, receiptsOf, seedOf } from "./plan/read.ts";
import { dated, pointWindow } from "./pointWindow.ts";
import type { Restoring, TableReport } from "./run.ts";
import type { Services } from "./services.ts";
import { getJson } from "./store.ts";

/** `isJoined`: the sides were joined item by item, because their sums could not name what differs. */
type Event = v.InferOutput<typeof Restoring> & { isJoined: boolean };

/** Which units write every item down, and which buckets are then joined, before the table is checked again. */
export interface NeedsJoin {
  needsJoin: true;
  units: number[];
  buckets: number[];
}

/**
 * Deletions reach their record through a stream, mostly within a second: Lambda reads each shard four times a second.
 * https://docs.aws.amazon.com/lambda/latest/dg/with-ddb.html
 */
const waitsFor = (patience: number): number[] => {
  const waits: number[] = [];
  for (let left = patience, next = 1; left > 0; left -= next, next *= 2) waits.push(Math.min(next, left));
  return waits;
};

export type Check = Pick<
  Services,
  "dynamodb" | "settings" | "clock" | "store" | "referencesOf" | "rulesOf" | "graphql"
>;

/** Holds a restored table against the live one, by what their scans left. */
export const check =
  (services: Check) =>
  async (event: Event): Promise<TableReport | NeedsJoin> => {
    const { settings, clock, store } = services;
    const { runId, model, table, recoveryPoint, restore, mayBeEmpty, mayBeRewritten, isJoined } = event;
    const started = clock.now();
    const plan = await planOf(store, runId);
    const { structure } = plannedOf(plan, model);
    const [live, restored] = [
      await summaryOf(store, plan, model, "live"),
      await summaryOf(store, plan, model, "restored"),
    ];
    const items = { live: live.summary.sketch.count, restored: restored.summary.sketch.count };
    const sums = { live: live.summary.sketch.sums.total(), restored: restored.summary.sketch.sums.total() };
    const { conformity } = restored.summary;
    const reconciliation = isJoined
      ? await joinedOf(store, plan, model)
      : await reconciled(services, runId, live.summary, restored.summary);
    const wants = (name: CheckName) => settings.checks.includes(name);
    if (!isJoined && wants("contents") && needsJoin(reconciliation)) {
      const buckets = Array.from({ length: 2 ** plan.bits }, (_, bucket) => bucket);
      return { needsJoin: true, units: plannedOf(plan, model).units, buckets };
    }
    const counted = reconciliation.kind === "joined" ? reconciliation.joined : items;
    // Restore testing picked it when it began; the run may have waited for other tables since.
    const testedAt = event.restoreTest && new Date(restore.startedAt);
    const input: CheckInput = {
      now: testedAt ?? started,
      recoveryPoint: {
        ...recoveryPoint,
        createdAt: new Date(recoveryPoint.createdAt),
        window: pointWindow(recoveryPoint, settings),
      },
      rpoHours: testedAt ? settings.restoreTesting!.pointHours : settings.rpoHours,
      rule: ruleOf(event, settings),
      items: { live: counted.live, restored: counted.restored },
      reconciliation,
      rules: services.rulesOf(model),
      conformity: conformity!,
      relations: wants("relations") ? await relationsOf(services, plan, event) : [],
      restore: {
        seconds: restore.seconds ?? Number.NaN,
        rtoMinutes: settings.rtoMinutes,
        earlierSeconds:
          wants("time") && (restore.seconds ?? 0) >= trendSeconds
            ? await earlierRestores(services)(table)
            : [],
      },
      shape: {
        live: structure.live,
        restored: structure.restored,
        askedEncryption: restore.encryption,
      },
      settings: wants("settings") ? await liveSettings(services)(structure.described) : [],
      mayBeEmpty,
      mayBeRewritten,
      mostUnverified: settings.mostUnverified,
      deletions: deletions(services)(table),
      secondLook: {
        reread: (side, keys) => batchGet(services)(side === "live" ? table : restore.tableName, keys),
        waits: waitsFor(settings.deletionPatienceSeconds),
        sleep: clock.sleep,
      },
    };
    const { verdict, findings, counts } = await judge(input, settings.checks);
    return {
      verdict,
      findings,
      liveItems: items.live,
      restoredItems: items.restored,
      ...(counts && { differences: differences(counts), unverifiedItems: unverified(counts) }),
      liveSum: sums.live,
      restoredSum: sums.restored,
      summaries: hash("sha256", [...live.hashes, ...restored.hashes].join("\n"), "hex"),
      checkSeconds: (clock.now().getTime() - started.getTime()) / 1000,
    };
  };

/** A run about a rule has its newest point, which may be older than the newest of all. */
function ruleOf({ rule: name }: Event, { rules }: Services["settings"]): CheckInput["rule"] {
  const rule = name === undefined ? undefined : rules.find((one) => one.name === name);
  return rule && { name: rule.name, oldestHours: rule.oldestMinutes / 60 };
}

function plannedOf(plan: Plan, model: string): PlannedTable {
  const planned = plan.tables.find((table) => table.model === model);
  if (planned) return planned;
  const problem = plan.gone.find((one) => one.model === model)?.problem;
  const error = new Error(problem?.Cause ?? `The plan of run ${plan.runId} has no table of ${model}.`);
  throw problem ? Object.assign(error, { name: problem.Error }) : error;
}

/** One side's summary, each part's read and added in turn: memory holds two of them. */
async function summaryOf(store: Services["store"], plan: Plan, model: string, side: Side) {
  const receipts = await receiptsOf(store, plan, "sums", model, side);
  let merged: ScanSummary | undefined;
  for (const { summary: file } of receipts) {
    const bytes = await bytesOf(store, file);
    if (hash("sha256", bytes, "hex") !== file.sha256)
      throw new Error(`A summary of the ${side} table is not the one that its scan left: ${file.sha256}.`);
    const summary = summaryFromBytes(bytes);
    merged = merged ? mergeSummaries([merged, summary]) : summary;
  }
  return { summary: merged!, hashes: receipts.map(({ summary: file }) => file.sha256) };
}

async function reconciled(
  { store }: Check,
  runId: string,
  live: ScanSummary,
  restored: ScanSummary,
): Promise<Reconciliation> {
  live.sketch.subtract(restored.sketch);
  return reconcile(live.sketch, await seedOf(store, runId));
}

async function joinedOf(store: Services["store"], plan: Plan, model: string): Promise<Reconciliation> {
  const parts: JoinedSides[] = [];
  for (let bucket = 0; bucket < 2 ** plan.bits; bucket++) {
    const part = await getJson<JoinedSides>(store, joinedKey(plan.runId, model, bucket));
    if (!part)
      throw new Error(
        `The tables were not joined to the end: bucket ${bucket} of ${2 ** plan.bits} is missing.`,
      );
    parts.push(part);
  }
  return { kind: "joined", joined: mergeJoined(parts, MOST_SUSPECTS) };
}

async function relationsOf(services: Check, plan: Plan, { model }: Event): Promise<RelationScan[]> {
  const references = services.referencesOf(model);
  const named = [...new Set(references.map(({ to }) => to))];
  return Promise.all(
    named.map(async (to): Promise<RelationScan> => {
      const those = references.filter((reference) => reference.to === to);
      const target = plan.tables.find((table) => table.model === to);
      if (!target) {
        const expected = plan.models.includes(to);
        return {
          to,
          references: those,
          notRestored: expected
            ? `${to} could not be restored and read in this run.`
            : `${to} is not part of this run.`,
          expected,
        };
      }
      return {
        to,
        references: those,
        orphans: await orphansOf(services.store, plan, model, to),
        named: dated(target.window),
        look: {
          live: (keys) => batchGet(services)(target.live, keys),
          restored: (keys) => batchGet(services)(target.restored, keys),
          deletions: deletions(services)(target.live),
        },
      };
    }),
  );
}

async function orphansOf(store: Services["store"], plan: Plan, from: string, to: string): Promise<Orphans> {
  const relation = plan.relations.findIndex((one) => one.from === from && one.to === to);
  const parts: Orphans[] = [];
  for (let bucket = 0; bucket < 2 ** plan.bits; bucket++) {
    const part = await getJson<Orphans>(store, orphansKey(plan.runId, relation, bucket));
    if (!part)
      throw new Error(
        `References to ${to} were not joined to the end: bucket ${bucket} of ${2 ** plan.bits} is missing.`,
      );
    parts.push(part);
  }
  return mergeOrphans(parts, MOST_ORPHANS);
}
