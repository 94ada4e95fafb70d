import { DescribeRegionSettingsCommand } from "@aws-sdk/client-backup";
import { DescribeTableCommand, ListTablesCommand, ListTagsOfResourceCommand } from "@aws-sdk/client-dynamodb";
import { type ModelSortDirection, type Verification, verificationsByTable } from "@holdfast/data-model";
import * as v from "valibot";
import { absences } from "./absences.ts";
import { completedPoints } from "./completedPoints.ts";
import { reasonOf } from "./errors.ts";
import { runOf } from "./names.ts";
import { paginate } from "./paginate.ts";
import { rulesUnproven } from "./rulesUnproven.ts";
import type { Services } from "./services.ts";
import type { ProtectedTable } from "./settings.ts";

/** Any event starts it: a schedule's has nothing to say. */
export const WatchEvent = v.looseObject({ source: v.literal("aws.events") });

export interface Absence {
  kind: (typeof absences)[number];
  /** A table, or what else it is about. */
  subject: string;
  sentence: string;
}

const HOUR = 3_600_000;
const LEFTOVER_HOURS = 24;
const MOST_VERDICTS = 100;

type Watch = Pick<Services, "backup" | "dynamodb" | "graphql" | "settings" | "clock" | "log" | "count">;

/** Looks for what should be there and isn't, says it in the log, and counts it. What can't be looked up is an absence, too. */
export function watch(services: Watch) {
  const { settings, log, count } = services;
  const unproven = rulesUnproven(services);

  return async (): Promise<{ absences: Absence[] }> => {
    const found = await Promise.all([
      ...settings.tables.map((table) => orUnknown(table.table, () => ofTable(services, table, unproven))),
      orUnknown("AWS Backup", () => ofRegion(services)),
      orUnknown("restored tables", () => leftovers(services)),
    ]);
    const runs = found.flatMap(({ newestRun }) => newestRun ?? []);
    const missing = [...found.flatMap(({ absences }) => absences), ...verifierNotRun(services, runs)];
    for (const absence of missing)
      log({ absence: absence.kind, subject: absence.subject, sentence: absence.sentence });
    for (const kind of absences) count(kind, missing.filter((absence) => absence.kind === kind).length);
    return { absences: missing };
  };
}

interface Found {
  absences: Absence[];
  /** When the table was last verified, however it came out: milliseconds since 1970. */
  newestRun?: number;
}

async function orUnknown(subject: string, look: () => Promise<Found>): Promise<Found> {
  try {
    return await look();
  } catch (error) {
    return {
      absences: [{ kind: "unknown", subject, sentence: `It could not be looked up: ${reasonOf(error)}` }],
    };
  }
}

async function ofTable(
  services: Watch,
  { table, model }: ProtectedTable,
  unproven: ReturnType<typeof rulesUnproven>,
): Promise<Found> {
  const { settings, clock } = services;
  const now = clock.now().getTime();
  const found: Absence[] = [];
  const absent = (kind: Absence["kind"], sentence: string) => found.push({ kind, subject: table, sentence });
  const { newest, proof } = await verdicts(services, table);
  if (!proof)
    absent(
      "neverVerified",
      `No backup of ${model} was ever proven to restore, as far as its last ${MOST_VERDICTS} verdicts say.`,
    );
  else if (now - Date.parse(proof.finishedAt) > settings.proofStaleHours * HOUR)
    absent(
      "proofTooOld",
      `The last proof for ${model} is of ${proof.finishedAt}; the policy asks for one every ${settings.proofStaleHours} hours.`,
    );

  const points = await completedPoints(services)(table);
  for (const { rule, point } of await unproven(table, points))
    absent(
      "ruleUnproven",
      `The recovery point of ${model} that the rule ${rule} made at ${point.createdAt} was never proven to restore, nor was a later one of the rule: see whether its verification starts.`,
    );

  const [point] = points;
  if (!point) absent("noRecoveryPoint", `${model} has no COMPLETED recovery point in the vault.`);
  else if (now - Date.parse(point.createdAt) > settings.rpoHours * HOUR)
    absent(
      "recoveryPointTooOld",
      `The newest recovery point of ${model} is of ${point.createdAt}; the objective (RPO) is ${settings.rpoHours} hours.`,
    );

  const tag = settings.protectingTag;
  if (tag && (await tagsOf(services, table)).get(tag.key) !== tag.value)
    absent(
      "untagged",
      `${model} doesn't have the tag ${tag.key}=${tag.value}, by which the policy selects it: no rule backs it up.`,
    );
  return { absences: found, ...(newest && { newestRun: Date.parse(newest.startedAt) }) };
}

/** The newest verdict, mostly a proof; and else the newest proof among those before it. */
async function verdicts({ graphql }: Watch, tableName: string) {
  const rows: Pick<Verification, "verdict" | "startedAt" | "finishedAt">[] = [];
  let nextToken: string | null | undefined;
  do {
    const { verificationsByTable: page } = await graphql(verificationsByTable, {
      tableName,
      sortDirection: "DESC" as ModelSortDirection,
      limit: rows.length === 0 ? 1 : MOST_VERDICTS - 1,
      nextToken,
    });
    rows.push(...(page?.items ?? []).filter((row) => row !== null));
    nextToken = page?.nextToken;
  } while (nextToken && rows.length < MOST_VERDICTS && !rows.some(({ verdict }) => verdict === "PASSED"));
  return { newest: rows[0], proof: rows.find(({ verdict }) => verdict === "PASSED") };
}

async function tagsOf({ dynamodb, settings }: Watch, table: string): Promise<Map<string, string>> {
  const list = (NextToken: string | undefined) =>
    dynamodb.send(new ListTagsOfResourceCommand({ ResourceArn: settings.tableArn(table), NextToken }));
  const tags = new Map<string, string>();
  for await (const { Tags = [] } of paginate(list, "NextToken"))
    for (const { Key, Value } of Tags) tags.set(Key!, Value!);
  return tags;
}

async function ofRegion({ backup, settings }: Watch): Promise<Found> {
  if (!settings.needsAdvancedDynamoDb) return { absences: [] };
  const { ResourceTypeManagementPreference: managed, ResourceTypeOptInPreference: optedIn } =
    await backup.send(new DescribeRegionSettingsCommand({}));
  if (managed?.DynamoDB && optedIn?.DynamoDB) return { absences: [] };
  const sentence =
    "AWS Backup's advanced features for DynamoDB are off in this Region: new points get no cold storage, no copies and not the vault's key.";
  return { absences: [{ kind: "advancedFeaturesOff", subject: "AWS Backup", sentence }] };
}

async function leftovers({ dynamodb, settings, clock }: Watch): Promise<Found> {
  const list = (ExclusiveStartTableName: string | undefined) =>
    dynamodb.send(new ListTablesCommand({ ExclusiveStartTableName }));
  const found: Absence[] = [];
  for await (const { TableNames = [] } of paginate(list, "LastEvaluatedTableName")) {
    for (const table of TableNames.filter((name) => runOf(settings.restorePrefix, name) !== undefined)) {
      const { Table } = await dynamodb.send(new DescribeTableCommand({ TableName: table }));
      const hours = (clock.now().getTime() - (Table?.CreationDateTime?.getTime() ?? 0)) / HOUR;
      if (hours < LEFTOVER_HOURS) continue;
      const sentence = `A restored copy of items is still there after ${Math.floor(hours)} hours: no run has swept it up.`;
      found.push({ kind: "leftover", subject: table, sentence });
    }
  }
  return { absences: found };
}

function verifierNotRun({ settings, clock }: Watch, runs: readonly number[]): Absence[] {
  const newest = Math.max(0, ...runs);
  if (clock.now().getTime() - newest <= settings.proofStaleHours * HOUR) return [];
  const last = newest === 0 ? "never" : `last at ${new Date(newest).toISOString()}`;
  const sentence = `The verifier ran ${last}: see whether its schedule is on and its state machine starts.`;
  return [{ kind: "verifierNotRun", subject: "the verifier", sentence }];
}
